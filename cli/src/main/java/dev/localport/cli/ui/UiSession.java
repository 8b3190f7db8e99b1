package dev.localport.cli.ui;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The interactive screen, from its first picture to the last key. */
public final class UiSession {
  /** Ages and countdowns move once a second. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** How often the reader of keys looks whether the session has ended. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final UiEvent CHANGED = new UiEvent.Changed();

  /** What has more to report waits while a terminal takes no output. */
  private static final int MOST_EVENTS = 64;

  private final BlockingQueue<UiEvent> events = new ArrayBlockingQueue<>(MOST_EVENTS);
  private volatile boolean ended;
  private final UiModel model;
  private final boolean health;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * Makes a session.
   *
   * @param wanted which services it is about
   * @param health whether checks and heartbeats are shown, too
   * @param theme to begin with
   * @param zone the user's, for the times of day
   */
  public UiSession(
      Predicate<ServiceStatus> wanted,
      boolean health,
      Theme theme,
      InstantSource clock,
      ZoneId zone) {
    this.model = new UiModel(wanted, theme);
    this.health = health;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * Takes over the terminal until the user has seen enough, and returns the exit code.
   *
   * @param caller what this shell lends to services that are started here
   * @param ascii whether signs are drawn in ASCII
   * @throws CommandException if the terminal cannot be used
   */
  public int run(DaemonSource source, Caller caller, boolean ascii) throws CommandException {
    // Where there is no room for a change, a picture of the present size is drawn anyway.
    try (FullScreen screen = FullScreen.open(ascii, () -> events.offer(CHANGED));
        DaemonFeed feed =
            new DaemonFeed(source, new DaemonAnswers(caller, clock, zone), this::tell)) {
      feed.start();
      return run(screen, feed);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the terminal cannot be used: " + e.getMessage(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private void tell(UiEvent event) {
    try {
      events.put(event);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the screen has ended
    }
  }

  private int run(FullScreen screen, DaemonFeed feed) throws IOException, InterruptedException {
    Thread reader =
        Thread.ofPlatform().daemon().name("ui-keys").start(() -> readKeys(screen.keys()));
    try {
      return draw(screen, feed);
    } finally {
      ended = true;
      events.clear(); // it may wait for room
      var _ = reader.join(LOOK.multipliedBy(10));
    }
  }

  private int draw(FullScreen screen, DaemonFeed feed) throws IOException, InterruptedException {
    while (true) {
      screen.draw(this::picture, model.theme());
      UiEvent event = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null && model.isOverdue(clock.instant())) {
        var _ = feed.ask(new UiRequest.Refresh());
      }
      while (event != null) { // all that is there, then one picture
        switch (model.happened(event)) {
          case UiOutcome.Quit(int exitCode) -> {
            return exitCode;
          }
          case UiOutcome.Ask(UiRequest request) -> {
            if (!feed.ask(request)) {
              var _ = model.happened(new UiEvent.Failed("the daemon is busy; try again"));
            }
          }
          case UiOutcome.Copy(String text) -> screen.copy(text);
          case UiOutcome.Suspend() -> screen.suspend();
          case UiOutcome.Nothing() -> {}
        }
        event = events.poll();
      }
    }
  }

  private List<Line> picture(int columns, int rows) {
    return new UiView(model, health, columns, rows, clock.instant(), zone).lines();
  }

  /** Until the session has ended: then nothing may read the terminal that is given back. */
  private void readKeys(KeyReader keys) {
    try {
      Optional<Key> key = Optional.empty();
      while (!ended && !key.equals(Optional.of(Key.Special.CLOSED))) {
        key = keys.next(LOOK);
        key.ifPresent(one -> tell(new UiEvent.Pressed(one)));
      }
    } catch (IOException _) {
      tell(new UiEvent.Pressed(Key.Special.CLOSED)); // the terminal is gone
    }
  }
}
