package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.SimulatedContexts;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.simulator.Simulator;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our sessions against the simulated cluster, over TLS, with each protocol.
 *
 * <p>Over 300 lines: each behavior runs through all three protocols with one set of helpers.
 */
class PortForwardProtocolsTest {
  private static final int ECHO = 9001;
  private static final int DISCARD = 9002;
  private static final int SLOW = 9003;
  private static final int RESET = 9004;
  private static final int SILENT = 9005;
  private static final int GREETING = 9007;
  private static final int CLOSE = 9009;
  private static final int NOBODY = 9999;
  private static final int MUCH = 3_000_000;
  private static final Failure TEST_OVER = new Failure(FailureKind.SESSION, "the test is over");

  @TempDir static Path folder;
  private static SimulatedContexts simulated;
  private static Simulator simulator;
  private static String pod;
  private static SessionDialer dialer;

  private final List<Session> sessions = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulated = new SimulatedContexts(folder);
    simulator = simulated.cluster;
    pod = simulator.awaitPod("app=moods");
    dialer = new SessionDialer(simulated.transport, simulated.timers);
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    simulated.close();
  }

  @AfterEach
  void clear() throws IOException, InterruptedException {
    sessions.forEach(session -> session.close(TEST_OVER));
    simulator.control("clear");
  }

  private Session open(Protocol protocol) throws KubeException {
    return open(protocol, pod, Duration.ofSeconds(9));
  }

  private Session open(Protocol protocol, String to, Duration interval) throws KubeException {
    KubeContext context = simulated.open();
    SessionDialer.Access access = new SessionDialer.Access(context.endpoint(), context.headers());
    Duration second = Duration.ofSeconds(1);
    SessionDialer.Request request =
        new SessionDialer.Request(
            access,
            () -> access,
            "demo",
            to,
            new Patience(interval, second, second, second, Duration.ofSeconds(30)),
            "simulated");
    Session session = Await.get(dialer.dial(request, protocol, simulated.transport.next()));
    sessions.add(session);
    return session;
  }

  private int streams(Session session) {
    return session.eventLoop().submit(session::streamCount).syncUninterruptibly().getNow();
  }

  private static Refusal refusal(CompletionException e) {
    assertThat(e.getCause()).isInstanceOf(DialException.class);
    return e.getCause() instanceof DialException dial
        ? dial.refusal().orElseThrow()
        : new Refusal.Silent("no dial");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSentRightBehindTheOpeningComesBack(Protocol protocol) throws KubeException {
    Session session = open(protocol);

    StreamClient client = StreamClient.open(session, ECHO, "hello");

    client.awaitText("hello");
    assertThat(session.protocol()).isEqualTo(protocol);
  }

  @ParameterizedTest
  @EnumSource
  void megabytesComeBackAsTheyWereSentOnSeveralConnectionsAtOnce(Protocol protocol)
      throws KubeException {
    Session session = open(protocol);
    List<StreamClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(StreamClient.open(session, ECHO, ""));
      clients.getLast().pour(MUCH);
    }

    for (StreamClient client : clients) {
      client.awaitBytes(MUCH);
      String[] digests = client.digests();
      assertThat(digests[1]).isEqualTo(digests[0]);
    }
    assertThat(session.closed()).isNotDone();
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatSpeaksFirstIsHeard(Protocol protocol) throws KubeException {
    StreamClient.open(open(protocol), GREETING, "").awaitText("220 " + pod + " ready");
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedPortBreaksItsConnectionAlone(Protocol protocol) throws KubeException {
    Session session = open(protocol);
    StreamClient good = StreamClient.open(session, ECHO, "before");
    good.awaitText("before");

    StreamClient refused = StreamClient.open(session, NOBODY, "");

    assertThat(Await.get(refused.end))
        .startsWith("broken: error forwarding port 9999 to pod ")
        .contains("connection refused");
    assertThat(good.end).isNotDone();
    assertThat(session.closed()).isNotDone();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatThePodResetsIsNoOrderlyEnd(Protocol protocol) throws KubeException {
    StreamClient client = StreamClient.open(open(protocol), RESET, "anything");

    assertThat(Await.get(client.end)).startsWith("broken: ");
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatClosesEndsTheConnectionInOrder(Protocol protocol) throws KubeException {
    StreamClient client = StreamClient.open(open(protocol), CLOSE, "");

    assertThat(Await.get(client.end)).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource
  void aResetOfTheClientFreesTheStream(Protocol protocol) throws KubeException {
    Session session = open(protocol);
    StreamClient client = StreamClient.open(session, SILENT, "anything");
    Await.until("it is open", () -> streams(session) == 1);

    client.reset();

    Await.until("it is gone", () -> streams(session) == 0);
    assertThat(session.closed()).isNotDone();
  }

  @ParameterizedTest
  @EnumSource(names = {"SPDY", "TUNNEL"})
  void halfACloseLeavesTheAnswerOpen(Protocol protocol) throws KubeException {
    StreamClient client = StreamClient.open(open(protocol), DISCARD, "question");

    client.end();

    assertThat(Await.get(client.end)).isEqualTo("done");
    assertThat(client.text()).isEqualTo("8\n");
  }

  @Test
  void withoutAnEndOfOneDirectionTheAnswersComeAndThenTheEndOfBoth() throws KubeException {
    StreamClient client = StreamClient.open(open(Protocol.CHANNEL), ECHO, "before the end");

    client.end();

    client.awaitText("before the end");
    assertThat(Await.get(client.end)).isEqualTo("done");
    assertThat(client.hasPodEnded()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void pingsAreAnsweredWithAndWithoutStreams(Protocol protocol) throws KubeException {
    Session session = open(protocol);
    Await.get(session.ping());
    StreamClient client = StreamClient.open(session, ECHO, "open");
    client.awaitText("open");

    Await.get(session.ping());

    assertThat(session.heartbeat().answered()).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aLineThatIsFrozenMakesASessionLateAndBreaksNothing(Protocol protocol)
      throws IOException, InterruptedException, KubeException {
    Session session = open(protocol, pod, Duration.ofMillis(200));
    StreamClient client = StreamClient.open(session, ECHO, "open");
    client.awaitText("open");

    simulator.control("black-hole?on=true");
    Await.until("late", session::isLate);
    client.say(", and on");
    simulator.control("black-hole?on=false");

    Await.until("recovered", () -> !session.isLate());
    client.awaitText("open, and on");
    assertThat(client.end).isNotDone();
    assertThat(session.closed()).isNotDone();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatWasForgottenIsBrokenOnceAnotherSessionAnswers(Protocol protocol)
      throws IOException, InterruptedException, KubeException {
    Session session = open(protocol, pod, Duration.ofMillis(200));
    StreamClient client = StreamClient.open(session, ECHO, "open");
    client.awaitText("open");
    Duration moment = Duration.ofMillis(100);
    Await.until("quiet", () -> session.silence().compareTo(moment) > 0);
    Await.until("asked and heard since", () -> session.silence().compareTo(moment) < 0);

    simulator.control("forget-flows");
    open(protocol, pod, Duration.ofMillis(200));

    assertThat(Await.get(client.end))
        .startsWith("broken: no answer to a ping for ")
        .endsWith(" s, while another session answers");
  }

  @Test
  void aPodThatReadsSlowlyHoldsNoOtherWebSocketUp() throws KubeException {
    Session session = open(Protocol.CHANNEL);
    StreamClient slow = StreamClient.open(session, SLOW, "");
    slow.pour(8 * MUCH);
    slow.awaitBytes(1);

    StreamClient other = StreamClient.open(session, ECHO, "");
    other.pour(MUCH);
    other.awaitBytes(MUCH);

    assertThat(session.isFree()).isTrue();
    assertThat(slow.end).isNotDone();
  }

  @ParameterizedTest
  @EnumSource
  void aPodThatDoesNotExistIsSaidBeforeTheSessionStands(Protocol protocol) {
    assertThatThrownBy(() -> open(protocol, "no-such-pod", Duration.ofSeconds(9)))
        .isInstanceOfSatisfying(
            CompletionException.class,
            e ->
                assertThat(refusal(e))
                    .isEqualTo(new Refusal.Answered(404, true, "pods \"no-such-pod\" not found")));
  }

  @Test
  void anOlderServerRefusesTheTunnelAndSpeaksChannels()
      throws IOException, InterruptedException, KubeException {
    simulator.control("protocols?speak=channel");

    assertThatThrownBy(() -> open(Protocol.TUNNEL))
        .isInstanceOfSatisfying(
            CompletionException.class,
            e ->
                assertThat(refusal(e))
                    .isEqualTo(
                        new Refusal.Answered(400, true, "query parameter \"port\" is required")));
    assertThat(open(Protocol.CHANNEL).takesStreams()).isTrue();
  }

  @Test
  void credentialsThatAreRevokedLetOpenConnectionsLiveAndNewOnesGoElsewhere()
      throws IOException, InterruptedException, KubeException {
    Session session = open(Protocol.CHANNEL);
    StreamClient lives = StreamClient.open(session, ECHO, "one");
    lives.awaitText("one");
    simulator.control("status?scope=portforward&code=401&times=1");

    StreamClient refused = StreamClient.open(session, ECHO, "two");

    assertThat(Await.get(refused.end)).contains("rejected the credentials");
    assertThat(session.goingAway()).succeedsWithin(Await.LIMIT);
    lives.pour(1000);
    lives.awaitBytes(1003);
  }
}
