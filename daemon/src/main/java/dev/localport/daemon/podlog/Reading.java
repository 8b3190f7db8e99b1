package dev.localport.daemon.podlog;

import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogSource;
import dev.localport.api.PodLogWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the log of one run of a container was read. Used by one thread. */
final class Reading {
  final PodLogSource source;
  final PodLogWindow window;

  /** Whether all of it was read: nothing is written to it anymore. */
  boolean complete;

  /** Whether the server has ended the last answer in order, and answered whatever came since. */
  boolean endedInOrder;

  /** How often the pod was checked since the answer ended in order, and was unchanged. */
  int ends;

  /** How often in a row an answer did not fit. */
  int misfits;

  /** Whether no container of the pod could begin again when it was seen last. */
  boolean deleting;

  /** How often the container had restarted when this run was seen last; negative: unknown. */
  int restarts = -1;

  /** What was read before in the same pod; null: nothing was. */
  private final @Nullable Reading before;

  /** The first line that was printed of it. */
  private @Nullable PodLogLine first;

  private Reading(PodLogSource source, PodLogWindow window, @Nullable Reading before) {
    this.source = source;
    this.window = window;
    this.before = before;
  }

  /** Begins at the beginning. */
  static Reading of(PodLogSource source) {
    return new Reading(source, new PodLogWindow(), null);
  }

  /** Goes on from a position. */
  static Reading after(PodLogPosition position) {
    return new Reading(position.source(), new PodLogWindow(position), null);
  }

  /** Begins with the next run's log of the same container. */
  static Reading behind(Reading before, PodLogSource source) {
    return new Reading(source, new PodLogWindow(), before);
  }

  /**
   * Returns the reading that continues in this run's log where it was printed already, as that of
   * the run before; null: it was not. The API server may know of a restart later than the node,
   * which then answers with the log of the next run.
   */
  @Nullable Reading misread(PodLogLine beginning) {
    return before != null && beginning.equals(before.first) ? goingOn(before, source) : null;
  }

  private static Reading goingOn(Reading before, PodLogSource source) {
    Reading on = new Reading(source, before.window, before.before);
    on.first = before.first;
    return on;
  }

  /** Takes lines that were printed. */
  void add(List<PodLogLine> lines) {
    first = first == null ? lines.getFirst() : first;
    lines.forEach(window::add);
  }
}
