package dev.localport.cli.init;

import java.util.stream.IntStream;

/**
 * The local ports that a remote one may get, the best first: the same number, or 8000 more where
 * that needs privileges, then ports that follow from the service's names alone. So a service has
 * the same second choice on each machine and in each context, whatever stands beside it.
 */
public final class PortSteps {
  private static final int FIRST_UNPRIVILEGED = 1024;
  private static final int ABOVE_PRIVILEGED = 8000;

  /* Below the ports that systems give to outgoing connections, and those of NodePorts. */
  private static final int FIRST = 10_000;
  private static final int COUNT = 20_000;
  private static final int PRIME = 31;
  private static final int MOST = 65_535;

  private PortSteps() {}

  /** Returns the ports, each once after the first. */
  public static IntStream of(String namespace, String name, int port) {
    int start = Math.floorMod(mixed(namespace + "/" + name + ":" + port), COUNT);
    return IntStream.concat(
        IntStream.of(preferred(port)),
        IntStream.range(0, COUNT).map(step -> FIRST + (start + step) % COUNT));
  }

  /**
   * Returns the ports for the same port of several pods, counted up from the best one, and from
   * where that is taken.
   */
  public static IntStream up(int port) {
    return IntStream.rangeClosed(preferred(port), MOST);
  }

  private static int preferred(int port) {
    return port < FIRST_UNPRIVILEGED ? port + ABOVE_PRIVILEGED : port;
  }

  private static int mixed(String text) {
    int sum = text.chars().reduce(0, (hash, c) -> PRIME * hash + c);
    return sum ^ sum >>> 15;
  }
}
