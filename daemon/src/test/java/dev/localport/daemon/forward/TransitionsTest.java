package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.recovery.AttemptCount;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What of a forward's changes stands in its log, and how loud. */
class TransitionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Failure WHY = new Failure(FailureKind.SESSION, "lost");
  private static final AttemptCount TWO = new AttemptCount(2, 2);

  private final Logger logger = (Logger) LoggerFactory.getLogger(Transitions.class);
  private int maxAttempts = 10;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private String line(ForwardState before, ForwardState after) {
    Transitions.log("web", before, after, maxAttempts, NOW);
    ILoggingEvent line = lines.list.getLast();
    String values =
        line.getKeyValuePairs().stream().map(Object::toString).collect(Collectors.joining(" "));
    return "%s %s %s".formatted(line.getLevel(), line.getMessage(), values);
  }

  private static Suspended suspended(SuspendedReason reason) {
    return new Suspended(reason, WHY, NOW.plusSeconds(10), 1, TWO);
  }

  private static Reconnecting reconnecting(@Nullable Instant at) {
    return new Reconnecting(TWO, at, WHY);
  }

  @Test
  void whatIsWellIsInformationAndWhatIsWrongAWarningWithItsCause() {
    assertThat(line(new Stopped(), new Connecting(AttemptCount.NONE, true)))
        .isEqualTo("INFO connecting service=\"web\" previous=\"stopped\"");
    assertThat(line(new Connecting(AttemptCount.NONE, true), new Connected(NOW, AttemptCount.NONE)))
        .isEqualTo("INFO connected service=\"web\" previous=\"connecting\"");
    assertThat(line(new Connected(NOW, AttemptCount.NONE), reconnecting(NOW.plusMillis(1500))))
        .isEqualTo(
            "WARN reconnecting service=\"web\" previous=\"connected\" why=\"lost\""
                + " again_in_ms=\"1500\" attempt=\"2/10\"");
    assertThat(line(reconnecting(null), suspended(SuspendedReason.FORBIDDEN)))
        .isEqualTo(
            "WARN suspended service=\"web\" previous=\"reconnecting\" why=\"lost\""
                + " again_in_ms=\"10000\" reason=\"forbidden\"");
    assertThat(line(reconnecting(null), new Failed(WHY, NOW)))
        .isEqualTo("WARN failed service=\"web\" previous=\"reconnecting\" why=\"lost\"");
  }

  @Test
  void anAttemptOfUnlimitedOnesHasNoLast() {
    maxAttempts = 0;

    assertThat(line(new Connected(NOW, TWO), reconnecting(NOW))).endsWith("attempt=\"2\"");
  }

  @Test
  void anotherAttemptComesFromNoOtherState() {
    assertThat(line(reconnecting(null), reconnecting(NOW))).doesNotContain("previous");
  }

  @Test
  void aLookThatShowsTheSameAgainIsNoNews() {
    Suspended forbidden = suspended(SuspendedReason.FORBIDDEN);

    assertThat(line(forbidden, forbidden)).startsWith("DEBUG suspended");
    assertThat(line(suspended(SuspendedReason.CREDENTIALS), forbidden))
        .startsWith("WARN suspended");
    assertThat(line(forbidden, new Connected(NOW, TWO))).startsWith("INFO connected");
  }

  @Test
  void aCheckOfWhatIsWaitedForAndAHalfOpenTryHaveOneLineEach() {
    for (SuspendedReason reason :
        new SuspendedReason[] {SuspendedReason.NO_READY_POD, SuspendedReason.CIRCUIT_OPEN}) {
      Suspended waits = suspended(reason);
      Suspended checks = new Suspended(reason, WHY, null, 1, TWO);

      assertThat(line(waits, checks))
          .isEqualTo("INFO checking again service=\"web\" reason=\"%s\"".formatted(reason.word()));
      assertThat(line(checks, waits)).as("its result is the same").startsWith("DEBUG suspended");
    }
  }

  @Test
  void anAttemptThatBeginsIsNoNewsAndOneThatFailedIs() {
    assertThat(line(reconnecting(NOW), reconnecting(null))).startsWith("DEBUG reconnecting");
    assertThat(line(reconnecting(null), reconnecting(NOW))).startsWith("WARN reconnecting");
    assertThat(line(new Connected(NOW, TWO), reconnecting(null))).startsWith("WARN reconnecting");
  }
}
