package dev.localport.daemon.podlog;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogWindow;
import dev.localport.daemon.kube.LogQuery;
import dev.localport.daemon.kube.LogRead;
import dev.localport.daemon.kube.LogReader;
import dev.localport.daemon.kube.client.KubeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies one answer, from its first line that was not printed to its end. Used by one thread.
 *
 * <p>A stream over which nothing comes may be one whose connection was dropped silently. So the
 * cluster's monitor is asked while it is quiet, and after a while the API server is: if the log has
 * a line that did not come, the stream is dead. So is one that is not followed and does not end.
 */
final class LogCopy {
  /** How an answer ended. */
  enum End {
    /** In order. */
    IN_ORDER,
    /**
     * It does not continue where the log was printed up to: it is another one, or has lost lines.
     */
    DOES_NOT_FIT
  }

  /** What happens beside the lines. */
  interface Listener {
    /**
     * Takes lines that were not printed yet.
     *
     * @throws PeerGoneException if the client has left
     */
    void lines(List<PodLogLine> lines) throws PeerGoneException;

    /** The answer continues, and nothing has come for a moment. */
    void quiet() throws PeerGoneException;

    /** Returns whether it is the log that was printed last: asked with the first line of one. */
    boolean isPrinted(PodLogLine first);

    /** Returns whether it is still the log that is meant: asked before the first line of one. */
    boolean isSame() throws KubeException, InterruptedException;

    /** The log has lost lines before the one that comes next. */
    void gap();
  }

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration SILENT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int MOST_LINES = 500;
  private static final int MOST_CHARACTERS = 64 * 1024; // and one line more: fits in a message

  private final PodPlace place;
  private final Reading reading;
  private final Listener listener;
  private final InstantSource clock;
  private final PodLogWindow.Replay replay;
  private final List<PodLogLine> batch = new ArrayList<>();
  private int characters;
  private Instant heard;
  private boolean isKnown; // as the log that is meant
  private boolean isGapTold;
  private boolean isSuspect; // the log has a line that did not come

  LogCopy(PodPlace place, Reading reading, Listener listener, InstantSource clock) {
    this.place = place;
    this.reading = reading;
    this.listener = listener;
    this.clock = clock;
    this.replay = reading.window.replay();
    this.heard = clock.instant();
    this.isKnown = !reading.window.isEmpty(); // else its lines show it
  }

  /**
   * Copies.
   *
   * @param mayHaveLost whether an answer that does not fit is taken as it is
   * @throws KubeException if the answer broke off, or its stream is dead
   */
  End copy(LogReader reader, LogQuery query, boolean mayHaveLost)
      throws KubeException, InterruptedException, PeerGoneException {
    while (true) {
      LogRead read = next(reader);
      switch (read) {
        case LogRead.Line(PodLogLine line) -> {
          if (!take(line, query, mayHaveLost)) {
            return End.DOES_NOT_FIT;
          }
        }
        case LogRead.Remark(String words) -> {
          flush();
          throw new KubeException(FailureKind.SESSION, "the node returned: " + words);
        }
        case LogRead.Quiet() -> quiet(query);
        case LogRead.End() -> {
          flush();
          return fitsAtItsEnd(mayHaveLost) ? End.IN_ORDER : End.DOES_NOT_FIT;
        }
      }
    }
  }

  private LogRead next(LogReader reader)
      throws KubeException, InterruptedException, PeerGoneException {
    try {
      return reader.next(batch.isEmpty() ? LOOK : NO_WAIT);
    } catch (KubeException e) {
      flush(); // what came before it broke is good
      throw e;
    }
  }

  /** Takes a line; false if it does not fit. */
  private boolean take(PodLogLine line, LogQuery query, boolean mayHaveLost)
      throws KubeException, InterruptedException, PeerGoneException {
    heard = clock.instant();
    isSuspect = false;
    if (!isKnown) {
      isKnown = true;
      if (listener.isPrinted(line) || (!mayHaveLost && !listener.isSame())) {
        return false;
      }
    }
    if (!replay.isNew(line)) {
      return true;
    }
    if (reading.window.isEmpty() && query.lines() != null && batch.isEmpty()) {
      reading.window.beginWith(line); // older ones were left out
    }
    if (!isWithoutGap(mayHaveLost)) {
      return false;
    }
    batch.add(line);
    characters += line.text().length();
    if (batch.size() >= MOST_LINES || characters >= MOST_CHARACTERS) {
      flush();
    }
    return true;
  }

  /* An answer without a line may be the log of the next run, which has written none yet. */
  private boolean fitsAtItsEnd(boolean mayHaveLost) throws KubeException, InterruptedException {
    return (isKnown || mayHaveLost || listener.isSame()) && isWithoutGap(mayHaveLost);
  }

  private boolean isWithoutGap(boolean mayHaveLost) {
    if (replay.isContinuous() || isGapTold) {
      return true;
    } else if (mayHaveLost) {
      isGapTold = true; // once: what follows this line has no gap
      listener.gap();
    }
    return mayHaveLost;
  }

  private void flush() throws PeerGoneException {
    if (!batch.isEmpty()) {
      listener.lines(List.copyOf(batch));
      batch.clear();
      characters = 0;
    }
  }

  private void quiet(LogQuery query) throws KubeException, InterruptedException, PeerGoneException {
    if (!batch.isEmpty()) {
      flush();
      return;
    }
    listener.quiet();
    Failure away = place.away();
    if (away != null) {
      throw new KubeException(away.kind(), away.message());
    } else if (isSuspect) {
      throw new KubeException(
          FailureKind.UNREACHABLE, "the log stream hung: the API server has newer lines");
    } else if (!clock.instant().isBefore(heard.plus(SILENT))) {
      isSuspect = hasMore(query) || !query.follow(); // else it would have ended
      heard = clock.instant();
    }
  }

  /** Asks the API server for the last line of the log, and returns whether it did not come. */
  private boolean hasMore(LogQuery query) throws KubeException, InterruptedException {
    @Nullable Instant since = reading.window.since();
    try (LogReader look =
        place.open(new LogQuery(query.source(), query.previous(), false, since, 1))) {
      return switch (look.next(ANSWER)) {
        case LogRead.Line(PodLogLine line) -> reading.window.replay().isNew(line);
        case LogRead.End() -> false;
        case LogRead.Remark(String words) ->
            throw new KubeException(FailureKind.SESSION, "the node returned: " + words);
        case LogRead.Quiet() ->
            throw new KubeException(
                FailureKind.UNREACHABLE,
                "the API server did not return the log within %d s".formatted(ANSWER.toSeconds()));
      };
    }
  }
}
