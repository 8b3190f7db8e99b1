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
    advance(Duration.ofSeconds(5));

    assertThat(one.written()).isEmpty();
    assertThat(two.written()).containsExactly("ping 3");
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

  @Test
  void aDeadLineIsKnownOnAllSessionsWithinElevenSeconds() {
    begin();
    advance(Duration.ofSeconds(11));

    assertThat(one.end().message()).startsWith("no answer to a ping within");
    assertThat(two.end().message()).startsWith("no answer to a ping within");
    assertThat(group.size()).isZero();
  }

  @Test
  void aSessionThatDiesAloneTakesNoOtherWithIt() {
    begin();
    for (int i = 0; i < 20; i++) {
      advance(Duration.ofSeconds(1));
      two.written().stream()
          .filter(frame -> frame.startsWith("ping "))
          .forEach(ping -> two.receivePing(Integer.parseInt(ping.substring(5))));
    }

    assertThat(one.end().message()).startsWith("no answer to a ping within");
    assertThat(two.end().message()).isEqualTo("it is open");
    assertThat(group.size()).isEqualTo(1);
  }

  @Test
  void afterAWakeAllHaveToProveThatTheyLive() {
    begin();
    group.proveAll();

    assertThat(one.written()).containsExactly("ping 3");
    assertThat(two.written()).containsExactly("ping 3");
    two.receivePing(3);
    advance(Duration.ofSeconds(3));

    assertThat(one.end().message()).isEqualTo("no answer to a ping within 3 s");
    assertThat(two.end().message()).isEqualTo("it is open");
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
    assertThat(one.end().message()).isEqualTo("it is open");
    assertThat(two.end().message()).isEqualTo("it is open");

    advance(Duration.ofSeconds(12));

    assertThat(group.isSlow()).isFalse();
    assertThat(group.size()).isZero();
  }
}
