package dev.localport.api;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log were printed, so that a log that is read again continues exactly behind
 * them. The API server only knows "from this second on", several lines may share an instant, and a
 * container's two outputs are stamped side by side, so that a line may be a little older than the
 * one before it. So the last lines are remembered one by one, and everything before them is done.
 *
 * <p>What is remembered is limited: {@value #MOST} lines, and those of the last two seconds. Not
 * thread-safe.
 */
public final class PodLogWindow {
  /** The most lines that are remembered. */
  public static final int MOST = 4_096;

  /** Lines out of order are no further apart. */
  private static final Duration REACH = Duration.ofSeconds(2);

  private final Deque<PodLogPosition.Seen> printed = new ArrayDeque<>();
  private @Nullable Instant from;
  private int atFrom;
  private @Nullable Instant latest;

  /** Creates one of a log of which nothing was printed. */
  public PodLogWindow() {}

  /** Creates one of a log that was printed up to there. */
  public PodLogWindow(PodLogPosition position) {
    from = position.from();
    atFrom = position.atFrom();
    latest = atFrom > 0 ? from : null; // else it only begins there
    position.seen().forEach(this::remember);
  }

  /** Has the log begin at a time: what is older is not wanted. Before the first line. */
  public void beginAt(Instant first) {
    from = first;
  }

  /**
   * Has the log begin with a line, which is still to be added: what comes before it is not wanted,
   * also if it has the same instant. Before the first line.
   */
  public void beginWith(PodLogLine first) {
    from = first.at();
    atFrom = PodLogPosition.MIDWAY;
  }

  /** Returns whether nothing was printed yet. */
  public boolean isEmpty() {
    return latest == null;
  }

  /** Returns the instant of the newest line that was printed; null before the first. */
  public @Nullable Instant latest() {
    return latest;
  }

  /** Returns the time from which lines are new in another log; null: none was printed or named. */
  public @Nullable Instant reached() {
    return latest == null ? from : latest;
  }

  /** Takes a line that was printed. */
  public void add(PodLogLine line) {
    remember(line.seen());
    Instant oldest = Objects.requireNonNull(latest).minus(REACH);
    while (printed.size() > MOST || printed.element().at().isBefore(oldest)) {
      settle(printed.remove());
    }
  }

  private void remember(PodLogPosition.Seen line) {
    printed.add(line);
    latest = latest == null || line.at().isAfter(latest) ? line.at() : latest;
  }

  private void settle(PodLogPosition.Seen line) {
    int order = from == null ? 1 : line.at().compareTo(from);
    if (order > 0) {
      from = line.at();
      atFrom = 1;
    } else if (order == 0 && atFrom >= 0) {
      atFrom++;
    }
  }

  /**
   * Returns the second from which the log has to be read again, in the form of the API server;
   * null: from its beginning.
   */
  public @Nullable Instant since() {
    return from == null ? null : from.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns how far the log of a source was printed. */
  public PodLogPosition position(PodLogSource source) {
    return new PodLogPosition(source, from, atFrom, List.copyOf(printed));
  }

  /** Starts to read the log again from {@link #since} on. */
  public Replay replay() {
    return new Replay();
  }

  /** One reading of the log: separates the lines that were printed from those that were not. */
  public final class Replay {
    private final Map<PodLogPosition.Seen, Integer> left = new HashMap<>();
    private final @Nullable Instant begin = from;
    private int leftAtBegin = atFrom;
    private boolean isContinuous = isEmpty();

    private Replay() {
      for (PodLogPosition.Seen line : printed) {
        left.merge(line, 1, Integer::sum);
      }
    }

    /**
     * Returns whether a line was not printed yet; to be asked for each line once, in their order.
     */
    public boolean isNew(PodLogLine line) {
      int order = begin == null ? 1 : line.at().compareTo(begin);
      if (order < 0) {
        return false;
      }
      if (order == 0 && leftAtBegin > 0) {
        leftAtBegin--;
        isContinuous = true;
        return false;
      }
      boolean isPrinted = isLeft(line.seen());
      boolean isBefore = order == 0 && leftAtBegin == PodLogPosition.MIDWAY && !isContinuous;
      isContinuous |= isPrinted;
      return !isPrinted && !isBefore;
    }

    private boolean isLeft(PodLogPosition.Seen line) {
      Integer count = left.remove(line);
      if (count != null && count > 1) {
        left.put(line, count - 1);
      }
      return count != null;
    }

    /**
     * Returns whether a line was met that was printed before, or none was: what comes follows it
     * without a gap. If not, the log no longer has its older lines.
     */
    public boolean isContinuous() {
      return isContinuous;
    }
  }
}
