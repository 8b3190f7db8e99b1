package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two sessions over one way; the clocks of both move together. */
class SessionGroupTest {
  private final SessionGroup group = new SessionGroup();
  private final SessionFixture one = new SessionFixture(group);
  private final SessionFixture two = new SessionFixture(group);

  @AfterEach
  void leavesNothingBehind() {
    one.close();
    two.close();
  }

  private void begin() {
    for (SessionFixture at : new SessionFixture[] {one, two}) {
      var _ = at.session.ping();
      assertThat(at.written()).containsExactly("ping 1");
      at.receivePing(1);
      group.add(at.session);
    }
  }

  private void advance(Duration by) {
    Duration step = Duration.ofMillis(100);
    for (Duration left = by; left.isPositive(); left = left.minus(step)) {
      one.advance(step);
      two.advance(step);
    }
  }

  @Test
  void afterFourQuietSecondsTheOneThatWasHeardLastIsAsked() {
    begin();
    advance(Duration.ofSeconds(1));
    two.receive(two.text("\u0080"));
    advance(Duration.ofMillis(4_900));

    assertThat(one.written()).isEmpty();
    assertThat(two.written()).containsExactly("ping 3");
  }

  @Test
  void whileItHesitatesAnotherOneIsAsked() {
    begin();
    advance(Duration.ofSeconds(1));
    two.receive(two.text("\u0080"));
    advance(Duration.ofSeconds(5));

    assertThat(one.written()).containsExactly("ping 3");
  }

  @Test
  void whatAnySessionReceivesKeepsTheOthersFromBeingAsked() {
    begin();
    for (int i = 0; i < 4; i++) {
      advance(Duration.ofSeconds(2));
      two.receive(two.text("\u0080"));
    }

    assertThat(one.written()).isEmpty();
    assertThat(two.written()).isEmpty();
  }

  private void answer(SessionFixture at) {
    at.written().stream()
        .filter(frame -> frame.startsWith("ping "))
        .forEach(ping -> at.receivePing(Integer.parseInt(ping.substring(5))));
  }

  /** Lets time go on while the second session answers. */
  private void advanceAnswering(Duration by) {
    Duration step = Duration.ofMillis(100);
    for (Duration left = by; left.isPositive(); left = left.minus(step)) {
      advance(step);
      answer(two);
    }
  }

  @Test
  void aDeadLineIsKnownOnAllSessionsWithinElevenSeconds() {
    begin();
    advance(Duration.ofSeconds(11));

    assertThat(one.life()).startsWith("late: no answer to a ping within");
    assertThat(two.life()).startsWith("late: no answer to a ping within");
    assertThat(group.size()).isEqualTo(2);
  }

  @Test
  void aLineThatIsFrozenForAMinuteEndsNoSession() {
    begin();
    advance(Duration.ofSeconds(60));
    assertThat(one.session.isLate()).isTrue();
    assertThat(two.session.isLate()).isTrue();

    answer(two); // one of them is the first
    advance(Duration.ofMillis(300));
    answer(one);
    advance(Duration.ofSeconds(1));

    assertThat(one.life()).isEqualTo("it is open");
    assertThat(two.life()).isEqualTo("it is open");
  }

  @Test
  void aSessionThatDiesAloneIsOverWithinFifteenSecondsAndTakesNoOtherWithIt() {
    begin();
    advanceAnswering(Duration.ofSeconds(13));
    assertThat(one.life()).isEqualTo("late: no answer to a ping within 4 s");
    advanceAnswering(Duration.ofMillis(1_700));

    assertThat(one.life()).isEqualTo("no answer to a ping for 4 s, while another session answers");
    assertThat(two.life()).isEqualTo("it is open");
    assertThat(two.told.told).isEmpty();
    assertThat(group.size()).isEqualTo(1);
  }

  @Test
  void aSessionThatWasAloneIsOverFourSecondsAfterANewOneAnswers() {
    var _ = one.session.ping();
    answer(one);
    group.add(one.session);
    advance(Duration.ofSeconds(7));
    assertThat(one.life()).isEqualTo("late: no answer to a ping within 3 s");
    var _ = two.session.ping();
    answer(two);
    group.add(two.session);

    advanceAnswering(Duration.ofSeconds(3));
    assertThat(one.session.isLate()).isTrue();
    advanceAnswering(Duration.ofMillis(1_500));

    assertThat(one.life()).isEqualTo("no answer to a ping for 7 s, while another session answers");
  }

  @Test
  void anAnswerThatTookLongIsNoProof() {
    begin();
    advance(Duration.ofSeconds(11));
    for (int i = 0; i < 20; i++) { // a line that lets something through every two seconds
      advance(Duration.ofSeconds(2));
      answer(two);
    }

    assertThat(one.life()).startsWith("late: no answer to a ping within");
  }

  /** Faults, kind 11: the canary reset such a session after 6.9 s. */
  @Test
  void whatTheUserSetIsNotUndercut() {
    Duration minute = Duration.ofSeconds(60);
    SessionFixture patient =
        new SessionFixture(group, new Patience(minute, minute, minute, minute, minute));
    var _ = patient.session.ping();
    answer(patient);
    group.add(patient.session);

    for (int i = 0; i < 1_199; i++) {
      patient.advance(Duration.ofMillis(100));
    }
    assertThat(patient.life()).isEqualTo("it is open");
    patient.advance(Duration.ofMillis(100));

    assertThat(patient.life()).isEqualTo("late: no answer to a ping within 60 s");
    patient.close();
  }

  @Test
  void afterAWakeAllHaveToProveThatTheyLive() {
    begin();
    group.proveAll();

    assertThat(one.written()).containsExactly("ping 3");
    assertThat(two.written()).containsExactly("ping 3");
    two.receivePing(3);
    advance(Duration.ofSeconds(3));

    assertThat(one.life()).isEqualTo("late: no answer to a ping within 3 s");
    assertThat(two.life()).isEqualTo("it is open");
  }

  @Test
  void whileTheLineTakesBytesThatWaitedAnAnswerMayBeLate() {
    begin();
    one.line.fill();
    TunnelStream upload = one.session.open(80, new ToldStream());
    for (int i = 0; i < 40; i++) {
      upload.write(one.text("a large upload"));
    }
    advance(Duration.ofSeconds(1));
    assertThat(group.isSlow()).isFalse();
    for (int i = 0; i < 14; i++) {
      one.line.takeOne();
      advance(Duration.ofSeconds(1));
    }

    assertThat(group.isSlow()).isTrue();
    assertThat(one.life()).isEqualTo("it is open");
    assertThat(two.life()).isEqualTo("it is open");

    advance(Duration.ofSeconds(12));

    assertThat(group.isSlow()).isFalse();
    assertThat(one.session.isLate()).isTrue();
    assertThat(two.session.isLate()).isTrue();
  }
}
