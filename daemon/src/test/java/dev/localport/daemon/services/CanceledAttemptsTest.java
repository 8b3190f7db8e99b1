package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ProxyVariables;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Setting;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.cluster.Monitors;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.upstream.PodDialer;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.recovery.AttemptBucket;
import dev.localport.daemon.settings.SettingConflictException;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever services that retry are doing, they end at once and leave nothing behind. */
class CanceledAttemptsTest {
  private static final List<String> NAMES = List.of("web", "other");
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration OPEN_FOR = Duration.ofHours(1);
  private static final String BUSY =
      """
      HTTP/1.1 500 Internal Server Error
      Content-Length: 42

      {"kind":"Status","code":500,"message":"x"}\
      """
          .replace("\n", "\r\n");

  /** The beginning of an answer that never ends. */
  private static final String SILENCE = "HTTP/1.1 101 Switching Protocols\r\n";

  /** What services do when they are ended. */
  enum Doing {
    /** They wait for the next attempt. */
    BACKOFF,
    /** They try to connect, and get no answer. */
    ATTEMPT,
    /** One tries, and the other waits for its turn. */
    TURN,
    /** The breaker lets one attempt through, which gets no answer. */
    HALF_OPEN
  }

  /** What ends it. */
  enum End {
    STOP,
    DISABLE,
    AUTO_OFF,
    DAEMON_STOP
  }

  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private ForwardsFixture fixture;
  private PodDialer dialer;
  private ClusterHealthManager clusters;
  private Forwards forwards;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
    dialer = new PodDialer(fixture.contexts, new SessionDialer(fixture.transport, timers), timers);
    clusters = Monitors.content(timers);
    ForwardParts parts =
        new ForwardParts(
            dialer,
            fixture.contexts,
            clusters,
            fixture.transport,
            timers,
            fixture.portHolder,
            () -> 0.5);
    forwards = new Forwards(parts, fixture.disk(), fixture.trusted(), Await.LIMIT);
    ForwardsFixture.restore(forwards);
    timers.advance(START); // what a daemon does once after its start is over
    assertThat(timers.waiting()).isZero();
    fixture.server.answer(BUSY);
  }

  @AfterEach
  void close() {
    forwards.close();
    clusters.close();
    fixture.close();
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(Doing.values())
        .flatMap(doing -> Arrays.stream(End.values()).map(end -> Arguments.of(doing, end)));
  }

  private void load(int breaker, boolean enabled)
      throws IOException, InterruptedException, LoadException {
    String keys =
        """
            reconnect: {initial_delay: 100ms, max_delay: 100ms, jitter: 0, max_attempts: 0}
            breaker: {failures: %d, open_for: 1h}
            enabled: %s
        """
            .formatted(breaker, enabled);
    String services = web("web") + keys + web("other") + keys;
    List<String> _ = forwards.load(fixture.file("localport.yaml", services));
  }

  private void awaitAll(String what, Predicate<ServiceStatus> condition) {
    Await.until(what, () -> forwards.statuses(NAMES).stream().allMatch(condition));
  }

  /** Moves the time; what is only told to a timer when its time has come is run then. */
  private void passUntil(String what, Duration time, BooleanSupplier condition) {
    timers.advance(time);
    Await.until(
        what,
        () -> {
          timers.advance(Duration.ZERO);
          return condition.getAsBoolean();
        });
  }

  private void useUp() throws KubeException {
    String kubeconfig = folder.resolve("kube/config").toString();
    KubeContext dev = fixture.contexts.open(new KubeShell(kubeconfig, ProxyVariables.NONE), "dev");
    for (int i = 0; i < AttemptBucket.SIZE; i++) {
      boolean _ = dialer.turns().hasTaken(dev);
    }
  }

  private long openSessions() {
    return fixture.server.openSessions();
  }

  private static boolean waits(ServiceStatus service) {
    return service.state().equals("reconnecting") && service.nextRetryAt() != null;
  }

  private void begin(Doing doing)
      throws IOException, InterruptedException, LoadException, KubeException {
    load(doing == Doing.HALF_OPEN ? 1 : 0, true);
    forwards.start(NAMES);
    switch (doing) {
      case BACKOFF -> awaitAll("both wait for an attempt", CanceledAttemptsTest::waits);
      case ATTEMPT -> {
        awaitAll("both wait for an attempt", CanceledAttemptsTest::waits);
        fixture.server.answer(SILENCE);
        passUntil("two attempts without an answer", RETRY, () -> openSessions() == 2);
      }
      case TURN -> {
        awaitAll("both wait for an attempt", CanceledAttemptsTest::waits);
        useUp();
        fixture.server.answer(SILENCE);
        passUntil(
            "one attempt, and one that waits",
            RETRY,
            () -> openSessions() == 1 && dialer.turns().of("dev").waiting() == 1);
      }
      case HALF_OPEN -> {
        awaitAll("the breaker is open", service -> "circuit_open".equals(service.reason()));
        fixture.server.answer(SILENCE);
        passUntil("two attempts without an answer", OPEN_FOR, () -> openSessions() == 2);
      }
    }
  }

  private void end(End end)
      throws IOException, InterruptedException, LoadException, SettingConflictException {
    switch (end) {
      case STOP -> forwards.stop(NAMES);
      case DISABLE -> {
        load(0, false);
        awaitAll("they are stopped", service -> service.state().equals("stopped"));
      }
      case AUTO_OFF -> {
        Setting off = new Setting("reconnect.auto", "false", null, null);
        var _ = forwards.set(before -> before.with(List.of(off)));
        awaitAll("they are disconnected", service -> service.state().equals("disconnected"));
      }
      case DAEMON_STOP -> forwards.close();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingIsLeft(Doing doing, End end)
      throws IOException,
          InterruptedException,
          LoadException,
          KubeException,
          SettingConflictException {
    begin(doing);

    end(end);

    Await.until("no connection to the server", () -> openSessions() == 0);
    assertThat(dialer.turns().of("dev").waiting()).isZero();
    fixture.server.answer(BUSY);
    if (end == End.AUTO_OFF) { // one that is disconnected still follows its pods
      assertOnlyWhatIsAskedForIsTried();
    } else {
      Await.until("no timer", () -> timers.waiting() == 0);
    }
  }

  /** What is asked for comes after what a timer still told its service. */
  private void assertOnlyWhatIsAskedForIsTried() throws InterruptedException {
    long before = attempts();
    timers.advance(OPEN_FOR.multipliedBy(2));
    forwards.reconnect(NAMES);
    Await.until("an attempt each", () -> attempts() - before >= NAMES.size());
    awaitAll("they are disconnected", service -> service.state().equals("disconnected"));
    assertThat(attempts() - before).isEqualTo(NAMES.size());
  }

  private long attempts() {
    return fixture.server.requests.stream().filter(each -> each.startsWith("POST ")).count();
  }
}
