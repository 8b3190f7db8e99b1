package dev.localport.cli.ui;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The interactive screen, from its first picture to the last key. */
public final class UiSession {
  /** Ages and countdowns move once a second. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final BlockingQueue<UiEvent> events = new LinkedBlockingQueue<>();
  private final UiModel model;
  private final InstantSource clock;

  private UiSession(Predicate<ServiceStatus> wanted, InstantSource clock) {
    this.model = new UiModel(wanted);
    this.clock = clock;
  }

  /**
   * Takes over the terminal until the user has seen enough, and returns the exit code.
   *
   * @param wanted which services it is about
   * @param ascii whether signs are drawn in ASCII
   * @param zone the user's, for the times of day
   * @param caller what this shell lends to services that are started here
   * @throws CommandException if the terminal cannot be used
   */
  public static int run(
      DaemonSource source,
      Caller caller,
      Predicate<ServiceStatus> wanted,
      InstantSource clock,
      ZoneId zone,
      boolean ascii)
      throws CommandException {
    UiSession session = new UiSession(wanted, clock);
    try (UiScreen screen = UiScreen.open(ascii, () -> session.events.add(new UiEvent.Resized()));
        DaemonFeed feed =
            new DaemonFeed(source, new DaemonAnswers(caller, clock, zone), session.events::add)) {
      feed.start();
      return session.run(screen, feed);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the terminal cannot be used: " + e.getMessage(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private int run(UiScreen screen, DaemonFeed feed) throws InterruptedException {
    readKeys(screen.keys());
    while (true) {
      screen.draw((columns, rows) -> UiView.lines(model, columns, rows, clock.instant()));
      UiEvent event = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      while (event != null) { // all that is there, then one picture
        switch (model.happened(event)) {
          case UiOutcome.Quit(int exitCode) -> {
            return exitCode;
          }
          case UiOutcome.Ask(UiRequest request) -> feed.ask(request);
          case UiOutcome.Copy(String text) -> screen.copy(text);
          case UiOutcome.Nothing() -> {}
        }
        event = events.poll();
      }
    }
  }

  private void readKeys(KeyReader keys) {
    Runnable reading =
        () -> {
          try {
            Key key = keys.next();
            while (key != Key.Special.CLOSED) {
              var _ = events.add(new UiEvent.Pressed(key));
              key = keys.next();
            }
          } catch (IOException _) {
            // the terminal is closed
          }
          var _ = events.add(new UiEvent.Pressed(Key.Special.CLOSED));
        };
    var _ = Thread.ofPlatform().daemon().name("ui-keys").start(reading);
  }
}
