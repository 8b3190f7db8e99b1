package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a session tells of its lateness. */
final class ToldLateness implements Session.Watcher {
  final List<String> told = new ArrayList<>();

  @Override
  public void onLate(Failure why) {
    told.add("late: " + why.message());
  }

  @Override
  public void onRecovered() {
    told.add("recovered");
  }
}
