package dev.localport.daemon.health;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A connection to the pod of a service that its forward does not count: what goes here is no
 * connection of a user, wakes no forward, and keeps none awake. Thread-safe.
 */
public interface Dialler {
  /**
   * Returns the local numbers of the service's ports in the order of the configuration; empty while
   * it does not listen. A check of one of them is a check of the pod.
   */
  List<Integer> localPorts();

  /**
   * Opens a connection to the pod, or none where no session is open now; opens no session.
   *
   * @param index of the service's port, from 0
   */
  Optional<Connection> open(int index) throws IOException, InterruptedException;
}
