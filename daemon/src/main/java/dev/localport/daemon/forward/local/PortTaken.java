package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;

/** Words for a local port that cannot be listened on. */
final class PortTaken {
  private PortTaken() {}

  /** Returns what there is to say when {@code holder} listens there. */
  static Failure by(String address, String holder) {
    return failure(address, "is taken by " + holder);
  }

  /** Returns what there is to say when the system refuses it and nobody is seen there. */
  static Failure refused(String address, String why) {
    return failure(address, "cannot be bound: " + why);
  }

  private static Failure failure(String address, String what) {
    return new Failure(
        FailureKind.PORT_TAKEN, "%s %s; free it, or set local_port: auto".formatted(address, what));
  }
}
