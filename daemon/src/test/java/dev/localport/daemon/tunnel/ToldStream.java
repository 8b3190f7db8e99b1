package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a stream's owner is told, in order. */
public final class ToldStream implements StreamListener {
  /** What it was told, a phrase each. */
  public final List<String> told = new ArrayList<>();

  @Override
  public void onData(ByteBuf data) {
    told.add("data " + data.toString(StandardCharsets.UTF_8));
    data.release();
  }

  @Override
  public void onEnd() {
    told.add("end");
  }

  @Override
  public void onWritable(boolean writable) {
    told.add("writable " + writable);
  }

  @Override
  public void onDone() {
    told.add("done");
  }

  @Override
  public void onBroken(String why, boolean aboutPod) {
    told.add((aboutPod ? "broken with the pod: " : "broken: ") + why);
  }
}
