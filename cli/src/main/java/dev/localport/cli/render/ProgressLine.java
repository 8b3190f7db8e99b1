package dev.localport.cli.render;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * One line on standard error that says how far a command is. It is drawn with each line above it
 * and each second, and erased at the end. Only a terminal shows it. Thread-safe.
 */
public final class ProgressLine implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int USUAL_WIDTH = 80;

  private final Output output;
  private final LongFunction<String> text;
  private final boolean isDrawn;
  private final CountDownLatch over = new CountDownLatch(1);
  private long seconds; // guarded by this, as the next one
  private boolean shown;
  private int width; // 0: not asked yet, which costs more than a command that answers at once

  private ProgressLine(Output output, LongFunction<String> text) {
    this.output = output;
    this.text = text;
    this.isDrawn = output.showsProgress();
  }

  /**
   * Begins one.
   *
   * @param text what it says, by the seconds that have passed; empty: nothing yet. Called by any
   *     thread, under the lock that {@link #above} holds
   */
  public static ProgressLine begin(Output output, LongFunction<String> text) {
    ProgressLine line = new ProgressLine(output, text);
    if (line.isDrawn) {
      Thread.ofPlatform().daemon().name("progress").start(line::tick);
    }
    return line;
  }

  private void tick() {
    try {
      while (!over.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        above(() -> seconds++);
      }
    } catch (InterruptedException _) {
      // the program ends
    }
  }

  /** Prints other lines above it. */
  public synchronized void above(Runnable print) {
    erase();
    print.run();
    boolean isOver = over.getCount() == 0;
    String line = isDrawn && !isOver ? text.apply(seconds) : "";
    if (!line.isEmpty()) {
      output.progress(line, width());
      shown = true;
    }
  }

  private int width() {
    if (width == 0) {
      int columns = output.columns();
      width = (columns == 0 ? USUAL_WIDTH : columns) - 1; // a full line would scroll
    }
    return width;
  }

  private synchronized void erase() {
    if (shown) {
      output.progress("", width);
      shown = false;
    }
  }

  /** Erases it for good. */
  @Override
  public void close() {
    over.countDown();
    erase();
  }
}
