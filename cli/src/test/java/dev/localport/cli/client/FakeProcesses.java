package dev.localport.cli.client;

import dev.localport.cli.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** At most one process: the fake daemon's. It ends by one signal alone, and no time passes. */
final class FakeProcesses implements Processes {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private @Nullable String endsBy;
  private @Nullable Instant started = Samples.NOW;
  private String commandLine = "";
  private Duration waited = Duration.ZERO;

  /** Lets it run from now on, until it hears this. */
  void runs(String until) {
    endsBy = until;
  }

  /** Tells when it started; null: the system does not say. */
  void started(@Nullable Instant when) {
    started = when;
  }

  void commandLine(String words) {
    commandLine = words;
  }

  /** Tells it something. */
  void hears(String word) {
    heard.add(word);
  }

  /** Returns what it heard. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  /** Returns the time that it was last given to end. */
  Duration waited() {
    return waited;
  }

  @Override
  public Optional<Running> find(long pid) {
    return endsBy != null && pid == Samples.PID ? Optional.of(new One()) : Optional.empty();
  }

  private final class One implements Running {
    @Override
    public long pid() {
      return Samples.PID;
    }

    @Override
    public Optional<Instant> started() {
      return Optional.ofNullable(started);
    }

    @Override
    public String commandLine() {
      return commandLine;
    }

    @Override
    public void terminate() {
      hears("SIGTERM");
    }

    @Override
    public void kill() {
      hears("SIGKILL");
    }

    @Override
    public boolean hasEnded(Duration limit) {
      waited = limit;
      return endsBy != null && heard.contains(endsBy);
    }
  }
}
