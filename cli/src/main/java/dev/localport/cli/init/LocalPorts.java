package dev.localport.cli.init;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Gives out local ports, each once. Belongs to one run. */
public final class LocalPorts {
  private final Set<Integer> used = new HashSet<>();
  private final IntPredicate isFree;

  /** Gives out ports of which this is true. */
  public LocalPorts(IntPredicate isFree) {
    this.isFree = isFree;
  }

  /** Never gives out this port. */
  public void use(int port) {
    used.add(port);
  }

  /** Returns the first of these that can be had; 0 where none can. */
  public int next(IntStream wanted) {
    int port = wanted.filter(one -> !used.contains(one) && isFree.test(one)).findFirst().orElse(0);
    used.add(port);
    return port;
  }
}
