package dev.localport.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.FakeDaemon;
import dev.localport.cli.Samples;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonProcess;
import dev.localport.cli.client.TestEnvironments;
import dev.localport.cli.render.ServiceWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDaemonTest {
  @TempDir private Path root;

  private final EndSignal signal = new EndSignal();
  private Instant now = Samples.NOW;

  private DemoDaemon demoDaemon() {
    Map<String, String> environment = Map.of("LOCALPORT_HOME", root.resolve("home").toString());
    InstantSource clock = () -> now;
    return new DemoDaemon(
        TestEnvironments.in(
            root, environment, clock, TestEnvironments.daemon(Path.of("/no/java"), "/app/*")),
        signal);
  }

  private FakeDaemon fakeDaemon() throws Exception {
    return new FakeDaemon(root.resolve("home"));
  }

  @Test
  void aServiceThatDoesNotComeUpEndsTheDemo() throws Exception {
    try (FakeDaemon fake = fakeDaemon()) {
      fake.answers(Methods.START, Samples.reply(Samples.web(), Samples.reports()).toJson());

      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> demoDaemon().start(root.resolve("file"), root.resolve("kubeconfig")))
          .withMessage(ServiceWords.trouble(notUp()))
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GENERAL));
    }
  }

  private static ServiceStatus notUp() {
    return Samples.web().isUp() ? Samples.reports() : Samples.web();
  }

  @Test
  void nothingIsStartedOnceTheEndIsAskedFor() throws Exception {
    try (FakeDaemon fake = fakeDaemon()) {
      signal.ask();

      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> demoDaemon().start(root.resolve("file"), root.resolve("kubeconfig")))
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
      assertThat(fake.asked()).isEmpty();
    }
  }

  @Test
  void itLooksUntilTheServiceIsAsWanted() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    try (FakeDaemon fake = fakeDaemon()) {
      fake.answers(Methods.STATUS, Samples.status().toJson());
      String name = Samples.postgres().name();

      ServiceStatus found =
          demoDaemon().await(name, "seen twice", _ -> looks.incrementAndGet() == 2);

      assertThat(found.name()).isEqualTo(name);
      assertThat(fake.asked()).hasSize(2);
    }
  }

  @Test
  void itLooksNoLongerThanHalfAMinute() throws Exception {
    try (FakeDaemon fake = fakeDaemon()) {
      fake.answers(Methods.STATUS, Samples.status().toJson());
      String name = Samples.postgres().name();

      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> demoDaemon().await(name, "on another pod", _ -> later()))
          .withMessageStartingWith(name + " is not on another pod within 30 s; it is " + name);
    }
  }

  private boolean later() {
    now = now.plus(Duration.ofSeconds(20));
    return false;
  }

  @Test
  void aServiceThatIsGoneIsTold() throws Exception {
    try (FakeDaemon fake = fakeDaemon()) {
      fake.answers(Methods.STATUS, Samples.status().toJson());

      assertThatExceptionOfType(CommandException.class)
          .isThrownBy(() -> demoDaemon().await("nobody", "there", _ -> true))
          .withMessage("the daemon lost the service nobody");
    }
  }

  @Test
  void theEndStopsTheDaemonAlsoWhenThatRefuses() throws Exception {
    try (FakeDaemon fake = fakeDaemon()) {
      demoDaemon().close(); // the fake was told no answer

      assertThat(fake.asked()).containsExactly(Methods.STOP_DAEMON + " {}");
    }
  }

  @Test
  void aDaemonThatNeverAnsweredIsKilledAndNothingElse() throws IOException {
    Process daemon = child(DaemonProcess.MAIN);
    Process other = child("other");

    demoDaemon().close();

    assertThat(daemon.isAlive()).isFalse();
    assertThat(other.isAlive()).isTrue();
    other.destroyForcibly();
  }

  private static Process child(String argument) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", "read line; :", argument).start();
  }
}
