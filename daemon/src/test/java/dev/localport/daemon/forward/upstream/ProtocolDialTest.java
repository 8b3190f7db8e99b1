package dev.localport.daemon.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.daemon.forward.local.FakeSession;
import dev.localport.daemon.tunnel.DialException;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Refusal;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Which protocols are asked, in which order, and what is remembered. The clock is moved by hand.
 *
 * <p>Over 300 lines: one test for each failure that does or does not decline a protocol.
 */
class ProtocolDialTest {
  private static final String WAY = "dev https://k8s.example:6443";
  private static final String CREATE =
      "pods \"web-1\" is forbidden: User \"eve\" cannot create resource \"pods/portforward\"";
  private static final String GET = CREATE.replace("create", "get");
  private static final Refusal GATEWAY = new Refusal.Answered(403, false, "HTTP 403 Forbidden");
  private static final Refusal NO_TUNNEL =
      new Refusal.Answered(400, true, "query parameter \"port\" is required");

  private static final Refusal DIALING =
      new Refusal.Answered(500, true, "error dialing backend: connection refused");

  private final Set<Protocol> onlyOnce = EnumSet.noneOf(Protocol.class);
  private final Map<Protocol, DialException> refused = new EnumMap<>(Protocol.class);
  private final List<Protocol> asked = new ArrayList<>();
  private final List<Duration> limits = new ArrayList<>();
  private final List<FakeSession> sessions = new ArrayList<>();
  private @Nullable Protocol used;
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final Protocols protocols = new Protocols(() -> now);
  private final ProtocolDial dial = new ProtocolDial(protocols);

  private void refuse(Protocol protocol, Refusal refusal) {
    FailureKind kind =
        refusal instanceof Refusal.Answered(int status, boolean _, String _)
            ? switch (status) {
              case 401 -> FailureKind.CREDENTIALS;
              case 403 -> FailureKind.FORBIDDEN;
              case 404 -> FailureKind.TARGET_MISSING;
              default -> FailureKind.SESSION;
            }
            : FailureKind.UNREACHABLE;
    refused.put(protocol, new DialException(kind, refusal.words(), refusal));
  }

  private void refuseOnce(Protocol protocol, Refusal refusal) {
    refuse(protocol, refusal);
    onlyOnce.add(protocol);
  }

  private List<Protocol> open(Purpose purpose) throws DialException, InterruptedException {
    asked.clear();
    limits.clear();
    Session session =
        dial.open(
            WAY,
            purpose,
            (protocol, limit) -> {
              asked.add(protocol);
              limits.add(limit);
              if (refused.containsKey(protocol)) {
                throw onlyOnce.remove(protocol) ? refused.remove(protocol) : refused.get(protocol);
              }
              FakeSession opened = new FakeSession();
              opened.protocol = protocol;
              sessions.add(opened);
              return opened;
            });
    used = session.protocol();
    return asked;
  }

  private void assertFails(String message) {
    assertThatThrownBy(() -> open(Purpose.CONNECT))
        .isInstanceOf(DialException.class)
        .hasMessage(message);
  }

  private String why() {
    return protocols.find(WAY).orElseThrow().why();
  }

  @Test
  void theBestOneIsAskedFirstAndNoOtherWhereItServes() throws DialException, InterruptedException {
    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.SPDY);
    assertThat(why()).isEmpty();
  }

  @Test
  void whatAGatewayRefusesIsTriedAsAWebSocket() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);

    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.SPDY, Protocol.TUNNEL);
    assertThat(why()).isEqualTo("SPDY/3.1: HTTP 403 Forbidden");
  }

  @Test
  void anOlderServerBehindSuchAGatewayIsAskedForTheLastOne()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    refuse(Protocol.TUNNEL, NO_TUNNEL);

    assertThat(open(Purpose.CONNECT))
        .containsExactly(Protocol.SPDY, Protocol.TUNNEL, Protocol.CHANNEL);
    assertThat(why())
        .isEqualTo(
            "SPDY/3.1: HTTP 403 Forbidden; SPDY/3.1 in a WebSocket: query parameter \"port\" is"
                + " required");
  }

  @Test
  void whoMayNotCreateMayBeAllowedToGet() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, new Refusal.Answered(403, true, CREATE));

    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.SPDY, Protocol.TUNNEL);
  }

  @Test
  void whoMayDoNeitherIsToldOfCreate() {
    refuse(Protocol.SPDY, new Refusal.Answered(403, true, CREATE));
    refuse(Protocol.TUNNEL, new Refusal.Answered(403, true, GET));

    assertFails(CREATE);
    assertThat(asked).containsExactly(Protocol.SPDY, Protocol.TUNNEL);
  }

  @Test
  void whoMayNotGetBehindAGatewayIsToldOfGet() {
    refuse(Protocol.SPDY, GATEWAY);
    refuse(Protocol.TUNNEL, new Refusal.Answered(403, true, GET));

    assertFails(GET);
  }

  @Test
  void anotherBanOfKubernetesEndsTheAttempt() {
    refuse(Protocol.SPDY, new Refusal.Answered(403, true, "denied by a webhook"));

    assertFails("denied by a webhook");
    assertThat(asked).containsExactly(Protocol.SPDY);
  }

  @Test
  void credentialsAndAMissingPodEndTheAttempt() {
    refuse(Protocol.SPDY, new Refusal.Answered(401, true, "Unauthorized"));
    assertFails("Unauthorized");
    refuse(Protocol.SPDY, new Refusal.Answered(404, true, "pods \"web-1\" not found"));
    assertFails("pods \"web-1\" not found");
    assertThat(asked).containsExactly(Protocol.SPDY);
  }

  @Test
  void aGatewaysPageForA404IsNoMissingPod() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, new Refusal.Answered(404, false, "HTTP 404 Not Found"));

    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.SPDY, Protocol.TUNNEL);
  }

  @Test
  void aServerThatCannotBeReachedIsAskedOnce() {
    refused.put(Protocol.SPDY, new DialException(FailureKind.UNREACHABLE, "connection refused"));

    assertFails("connection refused");
    assertThat(asked).containsExactly(Protocol.SPDY);
  }

  @Test
  void aFailureBehindTheServerEndsTheAttemptAndDeclinesNothing()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, DIALING);

    assertFails(DIALING.words());
    assertThat(asked).containsExactly(Protocol.SPDY);
    assertThat(protocols.find(WAY)).isEmpty();
    refused.clear();
    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.SPDY);
    assertThat(why()).isEmpty();
  }

  @Test
  void aServerThatHasTooMuchToDoDeclinesNothing() {
    refuse(Protocol.SPDY, new Refusal.Answered(429, true, "too many requests"));

    assertFails("too many requests");
    assertThat(asked).containsExactly(Protocol.SPDY);
  }

  @Test
  void behindAProxyThatRefusesSpdyAKubeletsFaultIsTheCause()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    refuse(Protocol.TUNNEL, DIALING);

    assertFails(DIALING.words());
    assertThat(asked).containsExactly(Protocol.SPDY, Protocol.TUNNEL);
    assertThat(why()).as("what is known stays").isEqualTo("SPDY/3.1: HTTP 403 Forbidden");
  }

  @Test
  void whereNoneServesTheFailureOfTheOneThatServedLastCounts()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    refuse(Protocol.TUNNEL, new Refusal.Answered(502, false, "HTTP 502 Bad Gateway"));
    refuse(Protocol.CHANNEL, GATEWAY);

    assertFails("HTTP 502 Bad Gateway");
    assertThat(asked).hasSize(3);
  }

  @Test
  void whereNoneServesTheServersOwnBanCountsAndNoGatewaysPage() {
    refuse(Protocol.SPDY, new Refusal.Answered(403, true, CREATE));
    refuse(Protocol.TUNNEL, GATEWAY);
    refuse(Protocol.CHANNEL, GATEWAY);

    assertFails(CREATE);
  }

  @Test
  void aGatewaysTroubleOfAMomentKeepsNoLesserProtocol() throws DialException, InterruptedException {
    refuseOnce(Protocol.SPDY, new Refusal.Answered(502, false, "HTTP 502 Bad Gateway"));

    assertThat(open(Purpose.CONNECT))
        .containsExactly(Protocol.SPDY, Protocol.TUNNEL, Protocol.SPDY);
    assertThat(used).isEqualTo(Protocol.SPDY);
    assertThat(why()).isEmpty();
    assertThat(sessions.getFirst().closed()).as("the lesser session").isCompleted();
  }

  @Test
  void aServerThatPausedForAMomentKeepsNoLesserProtocol()
      throws DialException, InterruptedException {
    refuseOnce(Protocol.SPDY, new Refusal.Silent("no answer within 10 s"));

    assertThat(open(Purpose.CONNECT))
        .containsExactly(Protocol.SPDY, Protocol.TUNNEL, Protocol.SPDY);
    assertThat(used).isEqualTo(Protocol.SPDY);
    assertThat(limits)
        .containsExactly(ProtocolDial.LIMIT, ProtocolDial.LIMIT, ProtocolDial.SECOND_LIMIT);
  }

  @Test
  void whoAsksToReconnectIsGivenTheBestOneAtOnce() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, new Refusal.Silent("no answer within 10 s"));
    open(Purpose.CONNECT);
    refused.clear();
    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.TUNNEL);

    assertThat(open(Purpose.ASKED)).containsExactly(Protocol.SPDY);
    assertThat(why()).isEmpty();
  }

  @Test
  void anotherNetworkIsAskedForTheBestOne() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, new Refusal.Silent("no answer within 10 s"));
    open(Purpose.CONNECT);
    refused.clear();

    protocols.lookAgain();

    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.SPDY);
  }

  @Test
  void whereNoneServesTheBestOnesFailureIsTold() {
    refuse(Protocol.SPDY, new Refusal.Answered(503, false, "HTTP 503 Service Unavailable"));
    refuse(Protocol.TUNNEL, NO_TUNNEL);
    refuse(Protocol.CHANNEL, new Refusal.Broke("closed"));

    assertFails("HTTP 503 Service Unavailable");
    assertThat(asked).hasSize(3);
    assertThat(protocols.find(WAY)).isEmpty();
  }

  @Test
  void aSpareTakesWhatServesTheOthers() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    refused.clear();

    assertThat(open(Purpose.SPARE)).containsExactly(Protocol.TUNNEL);
    assertThat(why()).as("it was not asked again").isEqualTo("SPDY/3.1: HTTP 403 Forbidden");
  }

  @Test
  void anHourLaterASpareLooksForABetterOne() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    refused.clear();
    now = now.plus(Duration.ofMinutes(59));
    assertThat(open(Purpose.SPARE)).containsExactly(Protocol.TUNNEL);
    now = now.plus(Duration.ofMinutes(1));

    assertThat(open(Purpose.SPARE)).containsExactly(Protocol.SPDY);
    assertThat(why()).isEmpty();
  }

  @Test
  void anHourBeginsAnewWhenTheBetterOneIsDeclinedAgain()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    now = now.plus(Duration.ofHours(1));
    assertThat(open(Purpose.SPARE)).containsExactly(Protocol.SPDY, Protocol.TUNNEL);

    assertThat(open(Purpose.SPARE)).containsExactly(Protocol.TUNNEL);
  }

  @Test
  void aForwardWithoutASessionLooksForABetterOneAtOnce()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    refused.clear();

    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.SPDY);
  }

  @Test
  void whatHungIsNotAskedAgainForAnHourUnlessSomebodyTests()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, new Refusal.Silent("no answer within 10 s"));
    assertThat(open(Purpose.CONNECT)).startsWith(Protocol.SPDY, Protocol.TUNNEL);

    assertThat(open(Purpose.CONNECT)).containsExactly(Protocol.TUNNEL);
    assertThat(open(Purpose.TEST)).startsWith(Protocol.SPDY, Protocol.TUNNEL);
    now = now.plus(Protocols.LOOK_AGAIN);
    assertThat(open(Purpose.CONNECT)).startsWith(Protocol.SPDY, Protocol.TUNNEL);
  }

  @Test
  void whereTheRememberedOneFailsTheOthersAreAsked() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    refuse(Protocol.TUNNEL, new Refusal.Broke("closed"));

    assertThat(open(Purpose.SPARE))
        .as("the one in doubt is asked again")
        .containsExactly(Protocol.TUNNEL, Protocol.SPDY, Protocol.CHANNEL, Protocol.TUNNEL);
    assertThat(why()).isEqualTo("SPDY/3.1 in a WebSocket: closed; SPDY/3.1: HTTP 403 Forbidden");
  }

  @Test
  void aWorseOneThatFailedBeforeIsNoReasonForTheBestOne()
      throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);
    refused.clear();
    refuse(Protocol.TUNNEL, new Refusal.Broke("closed"));

    assertThat(open(Purpose.SPARE)).containsExactly(Protocol.TUNNEL, Protocol.SPDY);
    assertThat(why()).isEmpty();
  }

  @Test
  void eachWayIsRememberedApart() throws DialException, InterruptedException {
    refuse(Protocol.SPDY, GATEWAY);
    open(Purpose.CONNECT);

    assertThat(protocols.order("prod https://other", Purpose.SPARE).getFirst())
        .isEqualTo(Protocol.SPDY);
  }
}
