package dev.localport.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log over all its files: the newest and those that were rotated, also while a daemon
 * writes and rotates them. Thread-safe: immutable.
 *
 * @param log the newest file, which does not have to exist
 */
public record LogReader(Path log) {
  /** How many rotated files a log keeps. */
  public static final int OLDER_FILES = 2;

  private static final int WINDOW = 64 << 10;

  /** Takes entries with where they end. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next entry, and returns whether it took it; if not, there are no more. */
    boolean take(LogEntry entry, LogPosition end);
  }

  /**
   * How far was read.
   *
   * @param position behind the last entry that was taken, or passed over
   * @param isAll whether there is nothing behind it
   * @param isMissed whether the place that reading was to begin at was dropped by rotation
   */
  public record Reached(LogPosition position, boolean isAll, boolean isMissed) {}

  /** Returns a file of the log by its age; 0: the newest. */
  public static Path older(Path log, int number) {
    return number == 0 ? log : log.resolveSibling(log.getFileName() + "." + number);
  }

  /** Returns whether the log has a file. */
  public boolean isThere() {
    for (int number = 0; number <= OLDER_FILES; number++) {
      if (Files.exists(older(log, number))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the entries behind a position, the oldest first.
   *
   * @param sink gets those that the filter wants
   */
  public Reached read(LogPosition from, LogFilter filter, Sink sink) throws IOException {
    try (LogChain chain = LogChain.open(log)) {
      int known = chain.indexOf(from.file());
      LogPosition at = from;
      boolean isOpen = true;
      for (int i = Math.max(0, known); isOpen && i < chain.files().size(); i++) {
        LogFile file = chain.files().get(i);
        Part part = new Part(file, filter, sink);
        long begin = i == known ? from.offset() : 0;
        at = file.at(LogScanner.scan(file, begin, Long.MAX_VALUE, part));
        isOpen = part.isOpen;
      }
      return new Reached(at, isOpen, known < 0 && !from.equals(LogPosition.START));
    }
  }

  /** Hands on what the filter wants. */
  private static final class Part implements LogScanner.Sink {
    private final LogFile file;
    private final LogFilter filter;
    private final Sink sink;
    private boolean isOpen = true;

    Part(LogFile file, LogFilter filter, Sink sink) {
      this.file = file;
      this.filter = filter;
      this.sink = sink;
    }

    @Override
    public boolean take(LogEntry entry) {
      isOpen = !filter.wants(entry) || sink.take(entry, file.at(entry.end()));
      return isOpen;
    }
  }

  /** Returns where the last {@code count} entries begin that the filter wants. */
  public LogPosition beginOfLast(int count, LogFilter filter) throws IOException {
    if (count == Integer.MAX_VALUE && filter.since() == null) {
      return LogPosition.START;
    }
    try (LogChain chain = LogChain.open(log)) {
      Backwards backwards = new Backwards(filter, count);
      for (LogFile file : chain.files().reversed()) {
        LogPosition begin = backwards.in(file);
        if (begin != null) {
          return begin;
        }
      }
      return LogPosition.START;
    }
  }

  /** Looks at a log from its end, in parts that grow. */
  private static final class Backwards {
    private final LogFilter filter;
    private int missing; // how many more are wanted

    Backwards(LogFilter filter, int count) {
      this.filter = filter;
      this.missing = count;
    }

    /** Returns where the wanted ones begin; null: some are in older files. */
    @Nullable LogPosition in(LogFile file) throws IOException {
      long end = file.channel().size();
      if (missing == 0) {
        return file.at(LogScanner.scan(file, begin(file, end, WINDOW), end, _ -> true));
      }
      int size = WINDOW;
      while (end > 0) {
        long begin = begin(file, end, size);
        List<Long> found = new ArrayList<>();
        boolean[] isBefore = {false};
        scan(file, begin, end, found, isBefore);
        if (found.size() >= missing) {
          return file.at(found.get(found.size() - missing));
        } else if (isBefore[0]) {
          return file.at(begin);
        }
        missing -= found.size();
        end = begin;
        size = Math.min(size * 2, 1 << 26);
      }
      return null;
    }

    private void scan(LogFile file, long begin, long end, List<Long> found, boolean[] isBefore)
        throws IOException {
      LogScanner.scan(
          file,
          begin,
          end,
          entry -> {
            if (filter.wants(entry)) {
              found.add(entry.begin());
            } else if (filter.since() != null && !isBefore[0]) {
              LogLine head = entry.head();
              isBefore[0] = head.at() != null && head.at().isBefore(filter.since());
            }
            return true;
          });
    }

    /* Where an entry begins, at most this far before the end, or farther if there is none. */
    private static long begin(LogFile file, long end, int size) throws IOException {
      long reach = size;
      while (reach < end) {
        long head = LogHead.first(file, end - reach, end);
        if (head >= 0) {
          return head;
        }
        reach *= 2;
      }
      return 0;
    }
  }
}
