package dev.localport.simulator.portforward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localport.simulator.pods.PodConnection;
import dev.localport.simulator.pods.RunningPod;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** One connection of a SPDY session: its data stream, its error stream, and the pod. */
final class SpdyPair implements PodConnection.Listener {
  private static final int NONE = 0;

  private final ServerSpdySession.Wire wire;
  private final String request;
  private final int port;
  private int data = NONE;
  private int error = NONE;
  private boolean podEnded;
  private @Nullable PodConnection pod;
  private String sandbox = "";

  SpdyPair(ServerSpdySession.Wire wire, String request, int port) {
    this.wire = wire;
    this.request = request;
    this.port = port;
  }

  /** Returns false if there is such a stream already. */
  boolean take(int stream, boolean isData) {
    if ((isData ? data : error) != NONE) {
      return false;
    }
    if (isData) {
      data = stream;
    } else {
      error = stream;
    }
    return true;
  }

  void connectIfComplete(RunningPod running) {
    if (data != NONE && error != NONE) {
      sandbox = running.sandbox();
      pod = PodConnection.open(running, port, this);
    }
  }

  /** The other stream of the pair has not come. */
  void onTimeout() {
    if (pod == null) {
      for (int stream : new int[] {data, error}) {
        if (stream != NONE) {
          wire.reset(stream);
        }
      }
      wire.forget(this, request);
    }
  }

  void onClientData(int stream, ByteBuf bytes, boolean last) {
    if (stream != data || pod == null) { // nothing reads an error stream, nor one without its pair
      bytes.release();
      return;
    }
    pod.write(bytes);
    if (last) {
      pod.end();
    }
  }

  void onClientReset() {
    abort();
    wire.forget(this, request);
  }

  void abort() {
    if (pod != null) {
      pod.abort();
    }
  }

  void setReading(boolean reading) {
    if (pod != null) {
      pod.setReading(reading);
    }
  }

  @Override
  public void onData(ByteBuf bytes) {
    wire.send(data, bytes, false);
    if (!wire.isWritable()) {
      setReading(false);
    }
  }

  @Override
  public void onEnd() {
    podEnded = true;
    wire.send(data, Unpooled.EMPTY_BUFFER, true);
  }

  @Override
  public void onWritable(boolean writable) {
    wire.setFull(this, !writable);
  }

  @Override
  public void onDone(@Nullable String problem) {
    if (problem == null) {
      wire.send(error, Unpooled.EMPTY_BUFFER, true);
      if (!podEnded) {
        onEnd();
      }
    } else {
      String words = FailureWords.failed(port, sandbox, problem);
      wire.send(error, Unpooled.copiedBuffer(words, UTF_8), false);
      wire.reset(data);
      wire.reset(error);
    }
    wire.forget(this, request);
  }
}
