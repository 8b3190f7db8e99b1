package dev.localport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How often the daemon of a home has tried to open a session for a service that had none, as its
 * own debug log has it. When an attempt begins it writes {@code connecting}, or {@code
 * reconnecting} or {@code suspended} without a time of the next try. One that begins while the
 * cluster is known to be away ends in {@code cluster_offline} before it has asked anybody, and does
 * not count.
 *
 * <p>The number in {@code status} would not do, since it is 0 wherever a service waits for its
 * cluster; and {@code reconnects} counts what went well, where those in vain are to be saved.
 */
final class AttemptLog {
  private static final Pattern STATE =
      Pattern.compile(
          "^\\S+ [A-Z]+ +(connecting|reconnecting|suspended|connected|failed) service=\"([^\"]+)\""
              + "(.*)$");
  private static final String FOR_HEALTH = "new sessions for an unhealthy service";

  private final Set<String> unasked = new HashSet<>();
  private boolean offline;
  private long attempts;
  private long forHealth;

  private AttemptLog() {}

  /**
   * What was counted.
   *
   * @param attempts those that a health check brought about are among them
   * @param forHealth how often a health check asked for new sessions
   */
  record Counts(long attempts, long forHealth) {
    Counts since(Counts before) {
      return new Counts(attempts - before.attempts, forHealth - before.forHealth);
    }

    Counts and(Counts more) {
      return new Counts(attempts + more.attempts, forHealth + more.forHealth);
    }

    @Override
    public String toString() {
      return "%d (%d for health)".formatted(attempts, forHealth);
    }
  }

  /** Reads the log; the daemon was started with {@code LOCALPORT_LOG_LEVEL=debug}. */
  static Counts read(LocalportProgram localport) throws IOException {
    Path file = localport.home().resolve("logs").resolve("daemon.log");
    AttemptLog log = new AttemptLog();
    try (Stream<String> lines = Files.lines(file)) {
      List<String> all = lines.toList();
      all.forEach(log::line);
    }
    return new Counts(log.attempts, log.forHealth);
  }

  private void line(String line) {
    Matcher state = STATE.matcher(line);
    if (state.matches()) {
      state(state.group(1), state.group(2), state.group(3));
    } else if (line.contains(" cluster state changed ")) {
      offline = line.contains(" state=\"offline\"");
    } else if (line.contains(FOR_HEALTH)) {
      forHealth++;
    }
  }

  private void state(String word, String service, String rest) {
    boolean waits = word.equals("suspended") && rest.contains("\"cluster_offline\"");
    if (unasked.remove(service) && waits) {
      attempts--;
    }
    boolean later = rest.contains("again_in_ms=");
    if (word.equals("connecting") || (word.equals("reconnecting") && !later)) {
      begins(service);
    } else if (word.equals("suspended") && !later && !waits) {
      begins(service);
    }
  }

  private void begins(String service) {
    attempts++;
    if (offline) {
      unasked.add(service);
    }
  }
}
