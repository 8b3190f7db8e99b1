package dev.localport.daemon.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures how long something lasts, whatever happens to the wall clock. Thread-safe. */
public final class Stopwatch {
  private final LongSupplier nanos;
  private final long begun;

  /** Begins now, by the time of the machine. */
  public Stopwatch() {
    this(System::nanoTime);
  }

  Stopwatch(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** Returns the time since the beginning. */
  public Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - begun);
  }
}
