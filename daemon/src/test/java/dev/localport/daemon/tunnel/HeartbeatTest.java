package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.HeartbeatConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When a session is asked, late, or over.
 *
 * <p>Over 300 lines: one story for each way in which a session can be silent.
 */
class HeartbeatTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private final SessionFixture at = new SessionFixture();

  @AfterEach
  void leavesNothingBehind() {
    at.close();
  }

  @Test
  void pingsWhenAskedAndTellsOfTheAnswer() {
    CompletableFuture<Void> answer = at.session.ping();
    assertThat(at.written()).containsExactly("ping 1");
    assertThat(answer).isNotDone();

    at.advance(Duration.ofMillis(30));
    at.receivePing(1);

    assertThat(answer).isCompletedWithValue(null);
    assertThat(at.session.heartbeat())
        .isEqualTo(
            new HeartbeatStats(
                1, 1, 0, Duration.ofMillis(30), Instant.parse("2026-11-22T12:00:00.030Z")));
  }

  @Test
  void pingsAgainWhenNothingWasReceivedForTheInterval() {
    at.beginWithAPing();

    at.advance(SessionFixture.INTERVAL.minus(MILLI));
    assertThat(at.written()).isEmpty();

    at.advance(MILLI);
    assertThat(at.written()).containsExactly("ping 3");
  }

  @Test
  void anyByteReceivedPutsThePingOff() {
    at.beginWithAPing();
    at.advance(Duration.ofSeconds(8));
    at.receive(at.text("\u0080")); // not even a whole frame

    at.advance(Duration.ofSeconds(8));
    assertThat(at.written()).isEmpty();

    at.advance(Duration.ofSeconds(1));
    assertThat(at.written()).containsExactly("ping 3");
  }

  @Test
  void whatWeSendOurselvesPutsNoPingOff() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    for (int second = 1; second <= 9; second++) {
      at.written();
      stream.write(at.text("x"));
      at.advance(Duration.ofSeconds(1));
    }

    assertThat(at.written()).contains("ping 3");
  }

  @Test
  void aMissedAnswerMakesTheSessionLateAndItsConnectionsLiveOn() {
    at.beginWithAPing();
    ToldStream told = new ToldStream();
    at.session.open(80, told);
    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT.minus(MILLI));
    assertThat(at.life()).isEqualTo("it is open");

    at.advance(MILLI);

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
    assertThat(at.session.isLate()).isTrue();
    assertThat(at.session.heartbeat().missed()).isEqualTo(1);
    assertThat(at.channel.isOpen()).isTrue();
    assertThat(told.told).isEmpty();
  }

  @Test
  void aLossIsKnownWithinThirtySecondsWhateverWasReceivedBefore() {
    at.beginWithAPing();
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      at.advance(Duration.ofMillis(random.nextInt(9_000)));
      at.receivePing(2);
    }
    assertThat(at.life()).isEqualTo("it is open");

    Duration silent = Duration.ZERO;
    while (!at.session.isLate() && silent.compareTo(Duration.ofMinutes(2)) < 0) {
      at.advance(MILLI);
      silent = silent.plus(MILLI);
    }

    assertThat(List.of(SessionFixture.INTERVAL, SessionFixture.TIMEOUT))
        .as("the defaults")
        .containsExactly(HeartbeatConfig.DEFAULT.interval(), HeartbeatConfig.DEFAULT.timeout());
    assertThat(silent).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aSessionThatIsLateGoesOnWithTheFirstByteAsIfNothingHadHappened() {
    at.beginWithAPing();
    ToldStream told = new ToldStream();
    at.session.open(80, told);
    at.advance(SessionFixture.INTERVAL);
    at.advance(Duration.ofSeconds(40));
    assertThat(at.session.isLate()).isTrue();

    at.receiveData(3, "the answer to a commit", false);

    assertThat(at.told.told).containsExactly("late: no answer to a ping within 4 s", "recovered");
    assertThat(at.life()).isEqualTo("it is open");
    assertThat(told.told).containsExactly("data the answer to a commit");
    at.receivePing(3);
    at.written();
    at.advance(SessionFixture.INTERVAL);
    assertThat(at.written()).contains("ping 7");
  }

  @Test
  void theAnswerToThePingThatWasSentFirstIsAnAnswerStill() {
    CompletableFuture<Void> answer = at.session.ping();
    at.advance(Duration.ofSeconds(30));
    assertThat(at.session.isLate()).isTrue();

    at.receivePing(1);

    assertThat(answer).isCompleted();
    assertThat(at.life()).isEqualTo("it is open");
  }

  @Test
  void aSessionThatIsLateIsAskedAgainAndAgain() {
    at.beginWithAPing();
    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT);
    assertThat(at.written()).containsExactly("ping 3", "ping 5");

    for (int i = 0; i < 20; i++) {
      at.advance(Duration.ofMillis(500));
    }

    assertThat(at.written()).containsExactly("ping 7", "ping 9");
  }

  @Test
  void aSessionThatIsLateForAMinuteIsGivenUp() {
    at.beginWithAPing();
    ToldStream told = new ToldStream();
    at.session.open(80, told);
    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT);
    at.advance(SessionFixture.GIVE_UP.minus(MILLI));
    assertThat(at.session.isLate()).isTrue();

    at.advance(LivenessRules.LOOK);

    String why = "no answer to a ping for 64 s (heartbeat.give_up)";
    assertThat(at.end()).isEqualTo(new Failure(FailureKind.UNREACHABLE, why));
    assertThat(told.told).containsExactly("broken: " + why);
    assertThat(at.session.isLate()).isFalse();
  }

  @Test
  void whoComesLateIsToldOfLatenessAtOnce() {
    at.beginWithAPing();
    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT);
    ToldLateness late = new ToldLateness();

    at.session.watch(late);

    assertThat(late.told).containsExactly("late: no answer to a ping within 4 s");
  }

  @Test
  void anyByteReceivedWhileAnAnswerIsLateKeepsTheSession() {
    at.beginWithAPing();
    at.advance(SessionFixture.INTERVAL);
    at.advance(Duration.ofSeconds(3));
    at.receive(at.text("\u0080"));

    at.advance(Duration.ofSeconds(3));
    assertThat(at.life()).isEqualTo("it is open");

    at.advance(Duration.ofSeconds(1));
    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void silenceOfOurOwnMakingIsNoMiss() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    at.advance(SessionFixture.INTERVAL);
    assertThat(at.written()).contains("ping 3");
    stream.stall(true);

    at.advance(Duration.ofHours(1));
    assertThat(at.life()).isEqualTo("it is open");

    stream.stall(false);
    at.advance(SessionFixture.TIMEOUT.minus(MILLI));
    assertThat(at.life()).isEqualTo("it is open");
    at.advance(SessionFixture.TIMEOUT);
    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void nothingIsAskedWhileNothingIsRead() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    stream.stall(true);
    at.written();

    at.advance(Duration.ofHours(1));

    assertThat(at.written()).isEmpty();
  }

  @Test
  void bytesThatTheMachineTakesAtOnceProveNothing() {
    at.beginWithAPing();
    at.advance(SessionFixture.INTERVAL);
    at.advance(Duration.ofSeconds(2));
    TunnelStream stream = at.session.open(80, new ToldStream()); // somebody tries again and again
    stream.write(at.text("GET / HTTP/1.1"));
    at.written();
    at.advance(Duration.ofSeconds(2));

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void anAnswerToAnotherPingIsNoAnswer() {
    CompletableFuture<Void> answer = at.session.ping();
    at.receivePing(3);
    assertThat(answer).isNotDone();

    at.receivePing(1);
    at.receivePing(1);

    assertThat(answer).isDone();
    assertThat(at.session.heartbeat().answered()).isEqualTo(1);
  }

  @Test
  void askingTwiceSendsOnePing() {
    CompletableFuture<Void> first = at.session.ping();
    CompletableFuture<Void> second = at.session.ping();
    assertThat(at.written()).containsExactly("ping 1");

    at.receivePing(1);

    assertThat(first).isDone();
    assertThat(second).isDone();
  }

  @Test
  void whoWaitsForAnAnswerIsToldOfTheEnd() {
    CompletableFuture<Void> waiting = at.session.ping();
    at.session.close(Failures.lost());

    assertThat(waiting).isCancelled();
    assertThat(at.session.ping()).isCancelled();
  }

  @Test
  void showsTheMedianOfTheNewestAnswers() {
    for (int ping = 0; ping < 40; ping++) {
      var _ = at.session.ping();
      at.advance(Duration.ofMillis(ping < 8 ? 1_000 : ping));
      at.receivePing(2 * ping + 1);
    }

    assertThat(at.session.heartbeat().roundTrip()).isEqualTo(Duration.ofMillis(24));
    assertThat(at.session.heartbeat().answered()).isEqualTo(40);
  }

  @Test
  void aSessionThatEndsPingsNoMore() {
    at.beginWithAPing();
    at.session.drain();
    assertThat(at.end()).isEqualTo(Failures.drained());

    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT);

    assertThat(at.written()).isEmpty();
    assertThat(at.session.heartbeat().missed()).isZero();
  }

  @Test
  void oneThatHasToProveThatItLivesHasNoMoreThanItIsGiven() {
    at.beginWithAPing();
    at.session.prove();
    assertThat(at.written()).containsExactly("ping 3");

    at.advance(Duration.ofSeconds(3).minus(MILLI));
    assertThat(at.life()).isEqualTo("it is open");
    at.advance(MILLI);

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 3 s");
    at.session.prove(); // too late to matter
  }

  @Test
  void aPingUnderWayHasToBeAnsweredSoonerWhereAProofIsAskedFor() {
    at.beginWithAPing();
    at.advance(SessionFixture.INTERVAL);
    at.advance(Duration.ofSeconds(1));
    at.session.prove();

    at.advance(Duration.ofSeconds(2));

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 3 s");
  }

  @Test
  void whereAReaderMayBeStuckEachOfTheServersWorkersIsAsked() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    stream.write(at.text("x"));
    at.written();

    at.advance(SessionFixture.INTERVAL);

    assertThat(at.written()).containsExactly("ping 3", "ping 5", "ping 7", "ping 9", "ping 11");
  }
}
