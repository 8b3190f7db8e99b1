package dev.localport.daemon.podlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogRequest;
import dev.localport.api.PodLogSeam;
import dev.localport.api.PodLogSource;
import dev.localport.api.PodLogWindow;
import dev.localport.daemon.kube.client.KubeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A log goes on where it stopped, whatever happens to its pod, to the connection and to the daemon.
 *
 * <p>Over 300 lines, since each test is a story of its own over the same world.
 */
class PodLogRunTest {
  private static final PodLogRequest FOLLOW =
      new PodLogRequest("web", null, false, true, null, null, null);

  private LogWorld world = new LogWorld();
  private Printed printed = new Printed();

  /** What came, as {@code 1}, {@code 2}, {@code replaced none}. */
  private final class Printed implements PodLogSink {
    final List<String> all = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final List<String> waits = new ArrayList<>();
    int until = Integer.MAX_VALUE;
    boolean leaves; // with what comes next
    int mostAhead; // lines that were read and not taken yet
    boolean ended;
    @Nullable Failure why;
    @Nullable PodLogSource source;
    PodLogWindow window = new PodLogWindow();

    @Override
    public boolean position(PodLogPosition position) {
      assertHoldsNothingBack();
      source = position.source();
      window = new PodLogWindow(position);
      return !leaves;
    }

    @Override
    public boolean lines(PodLogSource from, List<PodLogLine> lines) {
      assertHoldsNothingBack();
      assertThat(from).isEqualTo(source);
      mostAhead = Math.max(mostAhead, world.read() - all.size());
      for (PodLogLine line : lines) {
        all.add(line.text().substring("line ".length()));
        window.add(line);
      }
      return !leaves && !all.getLast().equals(String.valueOf(until));
    }

    @Override
    public boolean seam(PodLogSeam seam) {
      assertHoldsNothingBack();
      all.add(seam.kind() + " " + seam.missing());
      messages.add(seam.message());
      return !leaves;
    }

    @Override
    public boolean waiting(String message) {
      assertHoldsNothingBack();
      waits.add(message);
      return !leaves;
    }

    @Override
    public void end(@Nullable Failure failure) {
      assertHoldsNothingBack();
      ended = true;
      why = failure;
    }

    /* Its peer may take its time, and the services of the cluster must not wait for that. */
    private void assertHoldsNothingBack() {
      assertThat(world.holdsServicesBack()).isFalse();
    }

    PodLogPosition position() {
      return window.position(Objects.requireNonNull(source));
    }
  }

  /** Does the next thing each time that everything so far was printed. */
  private void script(Runnable... things) {
    int[] next = {0};
    world.meanwhile =
        () -> {
          boolean isPrinted =
              printed.all.contains(String.valueOf(world.written())) || world.written() == 0;
          if (isPrinted && next[0] < things.length) {
            things[next[0]++].run();
          }
          printed.until = next[0] == things.length ? world.written() : Integer.MAX_VALUE;
        };
  }

  private void run(PodLogRequest request) throws InterruptedException {
    new PodLogRun(world, request, printed, world, () -> world.now, () -> 0.5).run();
  }

  @Test
  void aBrokenConnectionIsOneSeamWithoutAGapOrARepeat() throws InterruptedException {
    script(
        () -> world.write(3),
        () -> {
          world.cut();
          world.write(2);
        });

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "3", "reconnected none", "4", "5");
    assertThat(printed.messages.getFirst())
        .isEqualTo(
            "log of pod web-1 continues after an interruption of 250 ms (the connection broke);"
                + " nothing is missing");
  }

  @Test
  void ofARestartTheRestOfTheLogBeforeComesFirst() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.cut();
          world.write(2);
          world.restart();
          world.write(2);
        });

    run(FOLLOW);

    assertThat(printed.all)
        .containsExactly("1", "2", "reconnected none", "3", "4", "restarted none", "5", "6");
  }

  @Test
  void aRestartThatTheApiServerDoesNotKnowYetLosesNothing() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.restart();
          world.write(2);
        });

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "restarted none", "3", "4");
    assertThat(printed.messages)
        .containsExactly(
            "container server of pod web-1 restarted; nothing is missing: the previous log was"
                + " read to its end");
  }

  @Test
  void severalRestartsInAnOutageSayThatLinesAreGone() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.cut();
          world.write(1);
          world.restart();
          world.write(1);
          world.restart();
          world.write(1);
        });

    run(FOLLOW);

    assertThat(printed.all)
        .containsExactly("1", "2", "restarted possible", "4", "restarted none", "5");
    assertThat(printed.messages.getFirst()).contains("restarted more than once");
  }

  @Test
  void aPodThatIsReplacedIsReadToItsEndFirst() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.write(2);
          world.terminate();
        });
    replaceOnce(() -> !printed.waits.isEmpty()); // its end was read, and the next one is waited for

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "3", "4", "replaced none", "5", "6");
    assertThat(printed.messages)
        .containsExactly(
            "pod web-1 was replaced by web-2; nothing is missing: the previous log was read to its"
                + " end");
  }

  /** Replaces the pod as soon as that is so. */
  private void replaceOnce(BooleanSupplier isTime) {
    Runnable scripted = world.meanwhile;
    world.meanwhile =
        () -> {
          scripted.run();
          if (world.pod().equals("web-1")) {
            printed.until = Integer.MAX_VALUE;
            if (isTime.getAsBoolean()) {
              world.replace();
              world.write(2);
            }
          }
        };
  }

  @Test
  void ofAPodThatRanForDaysOnlyNewLinesFollow() throws InterruptedException {
    assertThat(afterAPodThatRan(Duration.ofDays(3)))
        .containsExactly("1", "2", "replaced none", "8");
  }

  @Test
  void aPodThatBeganWhileTheOtherEndedIsReadFromItsBeginning() throws InterruptedException {
    assertThat(afterAPodThatRan(Duration.ofMinutes(1)))
        .containsExactly("1", "2", "replaced none", "3", "4", "5", "6", "7", "8");
  }

  private List<String> afterAPodThatRan(Duration age) throws InterruptedException {
    script(() -> world.write(2), world::terminate);
    Runnable scripted = world.meanwhile;
    world.meanwhile =
        () -> {
          scripted.run();
          printed.until = world.pod().equals("web-1") ? Integer.MAX_VALUE : 8;
          if (world.pod().equals("web-1") && !printed.waits.isEmpty()) { // it was read to its end
            world.replaceByOneThatRan(age, 5);
            world.write(1);
          }
        };
    run(FOLLOW);
    return printed.all;
  }

  @Test
  void aLogThatTheNodeRemovesOnceItWasReadIsWhole() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.write(2);
          world.terminate();
          world.removeLog();
        });
    replaceOnce(() -> !printed.waits.isEmpty());

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "3", "4", "replaced none", "5", "6");
  }

  @Test
  void ofAPodThatWasNotSeenToBeDeletedLinesMayBeMissing() throws InterruptedException {
    script(() -> world.write(2));
    replaceOnce(() -> printed.all.contains("2")); // its container may have restarted before that

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "replaced possible", "3", "4");
  }

  /* The API server is behind: the log that is read for the one before is that of the run itself. */
  @Test
  void aLogThatWasTakenForTheOneBeforeIsNotPrintedAgain() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.replace();
          world.write(1);
          world.restart();
          world.write(2);
          world.restart();
          world.stopAt(1);
        },
        () -> {
          world.stopAt(LogWorld.NOWHERE);
          world.write(1);
        });

    run(FOLLOW);

    assertThat(printed.all)
        .containsExactly("1", "2", "replaced possible", "4", "5", "restarted possible", "6");
    assertThat(printed.messages.getLast()).contains("restarted more than once");
  }

  @Test
  void whatAPodWroteWhileItCouldNotBeReachedIsSaidToBeGone() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.away = true;
          world.write(2);
          world.replace();
          world.write(1);
        });
    Runnable scripted = world.meanwhile;
    world.meanwhile =
        () -> {
          scripted.run();
          world.away &=
              printed.waits.stream().noneMatch(wait -> wait.startsWith("the cluster is offline"));
        };

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "replaced possible", "5");
    assertThat(printed.waits)
        .contains("the cluster is offline; the log continues when the cluster responds again");
    assertThat(printed.messages.getFirst())
        .startsWith("pod web-1 was replaced by web-2 after an interruption of ")
        .contains("the rest of its log is lost");
  }

  @Test
  void aStreamThatFellSilentIsFoundDead() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.silence();
          world.write(2);
        });

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "reconnected none", "3", "4");
    assertThat(printed.messages.getFirst()).contains("the log stream hung");
  }

  @Test
  void theRestOfALogWhoseStreamFellSilentIsReadAgain() throws InterruptedException, KubeException {
    world.write(2);
    printed.until = 2;
    run(FOLLOW);
    world.restart();
    var _ = world.find("web-1"); // the API server knows of it
    boolean[] isSilent = {false};
    world.meanwhile =
        () -> {
          if (world.open() > 0 && !isSilent[0]) {
            isSilent[0] = true;
            world.silence(); // all that it has was printed
            world.write(1);
            printed.until = 3;
          }
        };

    run(FOLLOW.after(printed.position()));

    assertThat(printed.all).containsExactly("1", "2", "reconnected none", "restarted none", "3");
  }

  @Test
  void aLogThatTheNodeRotatedSaysSo() throws InterruptedException {
    script(
        () -> world.write(2),
        () -> {
          world.write(1);
          world.rotate();
          world.now = world.now.plusSeconds(5);
          world.write(1);
        },
        () -> world.write(1));

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "reconnected possible", "4", "5");
    assertThat(printed.messages.getFirst()).contains("rotated");
  }

  @Test
  void aNodeThatAnswersWithItsOwnWordsEndsALogThatIsNotFollowed() throws InterruptedException {
    world.write(2);
    world.remark = "failed to create fsnotify watcher: too many open files";

    run(new PodLogRequest("web", null, false, false, null, null, null));

    assertThat(Objects.requireNonNull(printed.why).message()).endsWith("too many open files");
    assertThat(world.opened()).isEqualTo(4);
  }

  @Test
  void aNodeThatAnswersWithItsOwnWordsIsAskedLessAndLess() throws InterruptedException {
    world.write(2);
    world.remark = "unable to retrieve container logs for containerd://4f1";
    world.meanwhile =
        () -> {
          if (world.now.isAfter(LogWorld.START.plusSeconds(300))) {
            world.remark = null;
            printed.until = 2;
          }
        };

    run(FOLLOW);

    assertThat(printed.all).endsWith("1", "2");
    assertThat(printed.waits).hasSize(1);
    assertThat(world.opened()).isLessThan(50); // every 10 s in the end
  }

  @Test
  void theNextDaemonGoesOnFromThePosition() throws InterruptedException {
    world.write(3);
    printed.until = 3;
    run(FOLLOW);
    world.write(2);
    printed.until = 5;

    run(FOLLOW.after(printed.position()));

    assertThat(printed.all).containsExactly("1", "2", "3", "reconnected none", "4", "5");
    assertThat(printed.messages.getFirst()).contains("the daemon was restarted");
  }

  /** Follows the log until that line, restarts the daemon, and follows it for some lines more. */
  private void restartAfter(PodLogRequest request, int line, int more) throws InterruptedException {
    printed.until = line;
    printed.leaves = line == 0;
    run(request);
    printed.leaves = false;
    world.write(more);
    printed.until = world.written();
    run(request.after(printed.position()));
  }

  @Test
  void theNextDaemonPrintsNothingInFrontOfTheLinesThatWereWanted() throws InterruptedException {
    Instant since = world.now.minusSeconds(60);
    world.write(3);

    restartAfter(new PodLogRequest("web", null, false, true, 1, since, null), 3, 2);

    assertThat(printed.all).containsExactly("3", "reconnected none", "4", "5");
  }

  @Test
  void theNextDaemonPrintsNothingOlderThanWanted() throws InterruptedException {
    world.write(1);
    Instant since = world.now.plusMillis(200); // the API server knows whole seconds
    world.now = world.now.plusSeconds(1);

    restartAfter(new PodLogRequest("web", null, false, true, 5, since, null), 0, 1);

    assertThat(printed.all).containsExactly("reconnected none", "2");
  }

  @Test
  void theNextDaemonPrintsNothingOlderOfAPodThatRanAllAlong() throws InterruptedException {
    world.write(2);
    world.old = true;
    replaceByOlderOnce(() -> printed.all.contains("2"));

    restartAfter(FOLLOW, 6, 2);

    assertThat(printed.all)
        .containsExactly("1", "2", "replaced possible", "5", "6", "reconnected none", "7", "8");
  }

  /** Replaces the pod by one that wrote two lines a minute ago, and writes two now. */
  private void replaceByOlderOnce(BooleanSupplier isTime) {
    world.meanwhile =
        () -> {
          if (world.pod().equals("web-1") && isTime.getAsBoolean()) {
            Instant now = world.now;
            world.replace();
            world.now = now.minusSeconds(60);
            world.write(2);
            world.now = now;
            world.write(2);
          }
        };
  }

  @Test
  void nothingOlderThanWantedIsPrintedOfAPodThatRanAllAlong() throws InterruptedException {
    world.old = true;
    replaceByOlderOnce(() -> world.now.isAfter(LogWorld.START.plusSeconds(4)));
    printed.until = 4;

    run(new PodLogRequest("web", null, false, true, null, LogWorld.START, null));

    assertThat(printed.all).containsExactly("replaced possible", "3", "4");
  }

  @Test
  void theNextDaemonLosesNothingBeforeTheFirstLine() throws InterruptedException {
    world.write(3);

    restartAfter(new PodLogRequest("web", null, false, true, 0, null, null), 0, 2);

    assertThat(printed.all).containsExactly("reconnected none", "4", "5");
  }

  @Test
  void ofALogThatWasEmptyTheNextDaemonPrintsAll() throws InterruptedException {
    restartAfter(new PodLogRequest("web", null, false, true, 2, null, null), 0, 5);

    assertThat(printed.all).containsExactly("reconnected none", "1", "2", "3", "4", "5");
  }

  @Test
  void ofAContainerThatEndedWithoutALineTheNextDaemonPrintsTheNextRun()
      throws InterruptedException {
    PodLogRequest request = new PodLogRequest("web", null, false, true, 2, null, null);
    world.end();
    printed.leaves = true;
    run(request);
    printed.leaves = false;
    world.restart();
    world.write(5);
    printed.until = 5;

    run(request.after(printed.position()));

    assertThat(printed.all).containsExactly("restarted none", "1", "2", "3", "4", "5");
    assertThat(printed.messages.getFirst()).contains("the daemon was restarted");
  }

  @Test
  void aPeerThatIsGoneEndsTheStream() throws InterruptedException {
    script(() -> world.write(2));

    run(FOLLOW); // the peer is gone with the last line

    assertThat(printed.all).containsExactly("1", "2");
    assertThat(world.open()).isZero();
    assertThat(printed.ended).isFalse(); // it wants no more words
  }

  @Test
  void anInterruptEndsTheStream() {
    script(() -> world.write(2), world::interruptWaits);

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> run(FOLLOW));

    assertThat(world.open()).isZero();
  }

  @Test
  void aSlowPeerHasNoMoreReadThanOneMessageHolds() throws InterruptedException {
    script(() -> world.write(20_000));

    run(FOLLOW);

    assertThat(printed.all).hasSize(20_000);
    assertThat(printed.mostAhead).isLessThanOrEqualTo(500);
  }

  @Test
  void withoutFollowTheLogEnds() throws InterruptedException {
    world.write(5);

    run(new PodLogRequest("web", null, false, false, 2, null, null));

    assertThat(printed.all).containsExactly("4", "5");
    assertThat(printed.ended).isTrue();
    assertThat(printed.why).isNull();
  }

  /** Reads a log without follow; things happen to it once a part of it was printed. */
  private void readWhen(Runnable happens) throws InterruptedException {
    world.write(2_000);
    boolean[] happened = {false};
    world.meanwhile =
        () -> {
          if (!happened[0] && printed.all.contains("500")) {
            happened[0] = true;
            happens.run();
          }
        };
    run(new PodLogRequest("web", null, false, false, null, null, null));
  }

  @Test
  void withoutFollowALogWhoseRestIsGoneFails() throws InterruptedException {
    readWhen(() -> {
      world.cut();
      world.restart();
      world.restart();
      world.catchUp();
    });

    Failure why = Objects.requireNonNull(printed.why);
    assertThat(why.kind()).isEqualTo(FailureKind.SESSION);
    assertThat(why.message())
        .isEqualTo(
            "pod web-1: the rest of its log is lost: the container restarted more than once, and"
                + " the node keeps one earlier log");
  }

  @Test
  void withoutFollowALogWhoseRestWasRotatedFails() throws InterruptedException {
    readWhen(world::rotate);

    assertThat(Objects.requireNonNull(printed.why).message())
        .startsWith("pod web-1: lines may be missing");
  }

  @Test
  void withoutFollowALogOfAClusterThatIsOfflineFailsAtOnce() throws InterruptedException {
    world.write(5);
    world.away = true;
    Instant asked = world.now;

    run(new PodLogRequest("web", null, false, false, null, null, null));

    assertThat(Objects.requireNonNull(printed.why).message()).contains("offline");
    assertThat(printed.waits).as("it does not go on").isEmpty();
    assertThat(world.now).isEqualTo(asked);
  }

  @Test
  void withoutFollowALogOnALostNodeFails() throws InterruptedException {
    world.known = false; // the cluster itself answers
    readWhen(() -> {
      world.terminate();
      world.cut();
      world.meanwhile =
          () -> {
            Instant seen = world.now; // as one that is deleted
            if (world.opened() == 2) {
              world.away = true;
              world.meanwhile = () -> world.away = world.now.isBefore(seen.plusSeconds(45));
            }
          };
    });

    assertThat(Objects.requireNonNull(printed.why).kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(printed.all).contains("500").doesNotContain("2000");
  }

  @Test
  void theRestOnALostNodeIsSaidToBeLostAndTheNextPodFollows() throws InterruptedException {
    world.known = false; // the cluster itself answers
    world.write(2_000);
    printed.until = 2_002;
    boolean[] happened = {false};
    world.meanwhile =
        () -> {
          if (!happened[0] && printed.all.contains("500")) {
            happened[0] = true;
            world.terminate();
            world.cut();
            loseTheNode();
          }
        };

    run(FOLLOW);

    assertThat(printed.all).contains("500", "2001", "2002").doesNotContain("2000");
    assertThat(printed.messages.getLast())
        .contains("replaced by web-2", "the rest of its log is lost: its node does not respond");
  }

  /** Once the pod was seen to be deleted, nothing of it is answered until another one is there. */
  private void loseTheNode() {
    world.meanwhile =
        () -> {
          Instant seen = world.now;
          if (world.opened() == 2) {
            world.away = true;
            world.meanwhile =
                () -> {
                  if (world.away && !world.now.isBefore(seen.plusSeconds(90))) {
                    world.away = false;
                    world.replace();
                    world.write(2);
                  }
                };
          }
        };
  }

  @Test
  void noLinesAndFollowPrintsNewOnesOnly() throws InterruptedException {
    world.write(3);
    world.meanwhile =
        () -> {
          if (world.written() == 3 && world.now.isAfter(LogWorld.START.plusSeconds(1))) {
            world.write(1);
            printed.until = 4;
          }
        };

    run(new PodLogRequest("web", null, false, true, 0, null, null));

    assertThat(printed.all).containsExactly("4");
  }

  @Test
  void nothingOlderThanWantedIsPrinted() throws InterruptedException {
    world.write(1);
    world.now = world.now.plus(Duration.ofMillis(400));
    world.write(1);

    run(new PodLogRequest("web", null, false, false, null, world.now, null));

    assertThat(printed.all).containsExactly("2");
  }

  @Test
  void theLogBeforeTheLastRestartCanBeRead() throws KubeException, InterruptedException {
    world.write(2);
    world.restart();
    world.write(1);
    var _ = world.find("web-1"); // the API server knows of it

    run(new PodLogRequest("web", null, true, false, null, null, null));

    assertThat(printed.all).containsExactly("1", "2");
    assertThat(printed.ended).isTrue();
  }

  @Test
  void ofAContainerInBackoffThePreviousLogIsThatOfTheCrash() throws InterruptedException {
    world.write(2);
    world.restart();
    world.write(1);
    world.crash();
    world.catchUp();

    run(new PodLogRequest("web", null, true, false, null, null, null));

    assertThat(printed.why).isNull();
    assertThat(printed.all).containsExactly("3");
  }

  @Test
  void anEarlierLogThatTheNodeNoLongerHasIsNotDenied() throws InterruptedException {
    world.restart();
    world.catchUp();
    world.forgetEarlierLogs();

    run(new PodLogRequest("web", null, true, false, null, null, null));

    assertThat(Objects.requireNonNull(printed.why).message())
        .isEqualTo(
            "container server of pod web-1 has no previous log: it restarted once, and the node no"
                + " longer has that log");
  }

  @Test
  void aCrashAtOnceAfterTheRestartLosesNothing() throws InterruptedException {
    script(() -> world.write(2), world::crash);
    Runnable scripted = world.meanwhile;
    boolean[] crashed = {false}; // again
    world.meanwhile =
        () -> {
          scripted.run();
          printed.until = crashed[0] ? 4 : Integer.MAX_VALUE;
          if (!crashed[0] && !printed.waits.isEmpty()) { // the first run was read to its end
            crashed[0] = true;
            world.restart();
            world.write(2);
            world.crash();
            world.catchUp();
          }
        };

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "restarted none", "3", "4");
  }

  @Test
  void ofANewPodInBackoffTheRunBeforeIsMissing() throws InterruptedException {
    script(() -> world.write(2), world::terminate);
    Runnable scripted = world.meanwhile;
    world.meanwhile =
        () -> {
          scripted.run();
          printed.until = world.pod().equals("web-1") ? Integer.MAX_VALUE : 4;
          if (world.pod().equals("web-1") && !printed.waits.isEmpty()) { // it was read to its end
            world.replace();
            world.write(1);
            world.restart();
            world.write(1);
            world.crash();
            world.catchUp();
          }
        };

    run(FOLLOW);

    assertThat(printed.all).containsExactly("1", "2", "replaced possible", "4");
    assertThat(printed.messages.getFirst()).contains("new pod restarted once");
  }

  @Test
  void whatCannotBeReadIsSaid() throws InterruptedException {
    run(new PodLogRequest("web", null, true, false, null, null, null));
    assertThat(Objects.requireNonNull(printed.why).message())
        .isEqualTo("container server of pod web-1 has no previous log: it was not restarted");

    printed = new Printed();
    run(new PodLogRequest("web", "nope", false, true, null, null, null));
    Failure why = Objects.requireNonNull(printed.why);
    assertThat(why.kind()).isEqualTo(FailureKind.TARGET_MISSING);
    assertThat(why.message()).isEqualTo("pod web-1 has no container \"nope\"; it has: server");

    printed = new Printed();
    world.away = true;
    run(new PodLogRequest("web", null, false, false, null, null, null));
    assertThat(printed.why).isEqualTo(LogWorld.AWAY);
  }

  @Test
  void randomFaultsLoseNoLineWithoutSayingSo() throws InterruptedException {
    for (long seed = 0; seed < 400; seed++) {
      world = new LogWorld();
      printed = new Printed();
      Random random = new Random(seed);
      int[] left = {60};
      world.meanwhile = () -> happen(random, left);

      follow();

      assertComplete("seed " + seed);
    }
  }

  /** Follows to the end, over each daemon that ends. */
  private void follow() throws InterruptedException {
    run(FOLLOW);
    while (printed.leaves && !printed.all.contains(String.valueOf(printed.until))) {
      printed.leaves = false;
      run(printed.source == null ? FOLLOW : FOLLOW.after(printed.position()));
    }
  }

  private void happen(Random random, int[] left) {
    if (printed.all.isEmpty()) {
      world.write(world.written() == 0 ? 1 : 0); // what was there before is not followed
      return;
    }
    if (left[0] == 0) {
      if (printed.until == Integer.MAX_VALUE) {
        world.away = false;
        if (world.isInBackoff()) {
          world.restart();
        }
        world.catchUp();
        world.now = world.now.plusSeconds(10);
        world.write(1);
        printed.until = world.written();
      }
      return;
    }
    left[0]--;
    switch (random.nextInt(14)) {
      case 0 -> world.cut();
      case 1 -> world.silence();
      case 2 -> {
        if (world.away || world.isUpToDate()) { // a whole run is more than it falls behind
          world.restart();
        }
      }
      case 3 -> world.replace();
      case 4 -> {
        world.away = random.nextBoolean();
        world.known = random.nextBoolean();
        world.catchUp();
      }
      case 5 -> world.now = world.now.plusMillis(random.nextInt(3_000));
      case 6 -> {
        if (printed.all.getLast().equals(String.valueOf(world.written()))) {
          world.rotate(); // lines that were rotated before any was printed leave no trace
        }
      }
      case 7 -> {
        if (world.away || world.isUpToDate()) {
          world.crash();
        }
      }
      case 8 -> printed.leaves = true; // the daemon ends with what it sends next
      default -> world.write(world.isInBackoff() ? 0 : random.nextInt(20));
    }
  }

  /* Numbers only grow, and where one is left out a seam says so. */
  private void assertComplete(String seed) {
    int last = 0;
    boolean isSaid = false;
    for (String one : printed.all) {
      if (one.contains(" ")) {
        isSaid |= one.endsWith(PodLogSeam.POSSIBLE);
      } else {
        int number = Integer.parseInt(one);
        assertThat(number).as("%s: %s", seed, printed.all).isGreaterThan(last);
        assertThat(number == last + 1 || isSaid)
            .as("%s: %d is behind %d in %s", seed, number, last, printed.all)
            .isTrue();
        last = number;
        isSaid = false;
      }
    }
    assertThat(last).as(seed).isEqualTo(world.written());
  }
}
