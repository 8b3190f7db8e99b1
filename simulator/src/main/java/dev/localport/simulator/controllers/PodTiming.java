package dev.localport.simulator.controllers;

import java.time.Duration;

/**
 * How long pods take.
 *
 * @param start from Pending to Running
 * @param ready from Running to Ready
 * @param end from deletion to removal
 */
public record PodTiming(Duration start, Duration ready, Duration end) {
  /** Fast enough to wait for, slow enough to watch. */
  public static final PodTiming USUAL =
      new PodTiming(Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofMillis(500));
}
