package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever a cluster, a machine and its user do in whatever order. */
class MonitorRandomTest {
  private static final int STEPS = 1_500;
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration AWAY_WITHIN = Duration.ofSeconds(45);

  private Random random = new Random(0);
  private Mode mode = Mode.WELL;
  private Duration waitingInVain = Duration.ZERO;
  private Duration lookingFor = Duration.ZERO;
  private boolean probing;
  private boolean collecting;
  private int probesWhileOff;
  private final List<String> twoAtATime = new ArrayList<>();
  private final List<FakeSubscriber> users = new ArrayList<>();
  private final List<ClusterSubscription> seats = new ArrayList<>();
  private final List<CompletableFuture<Boolean>> refreshes = new ArrayList<>();
  private final OneThread monitor = new OneThread(World::new);

  private enum Mode {
    WELL,
    SILENT,
    CLOSED,
    ERRORS,
    NO_CREDENTIALS
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /** A cluster of which one thing is wrong at a time, and whose answers take their time. */
  private final class World implements QueryRunner {
    private final OneThread owner;
    private int probe;
    private int collection;

    World(OneThread owner) {
      this.owner = owner;
    }

    @Override
    public void probe(int number, Duration timeout) {
      atATime("probe", probing);
      probing = true;
      probe = number;
      if (!owner.config.enabled()) {
        probesWhileOff++;
      }
      Mode begun = mode;
      Duration took = begun == Mode.SILENT ? timeout : Duration.ofMillis(random.nextInt(200));
      later(
          took,
          () -> {
            if (probing && probe == number) {
              probing = false;
            }
            owner.tell(result(number, begun, took));
          });
    }

    private MonitorMessage result(int number, Mode begun, Duration took) {
      return switch (begun) {
        case WELL -> new MonitorMessage.ProbeAnswered(number, new Answer(took, Duration.ZERO));
        case SILENT, CLOSED -> failed(number, FailureKind.UNREACHABLE);
        case ERRORS -> failed(number, FailureKind.SESSION);
        case NO_CREDENTIALS -> failed(number, FailureKind.CREDENTIALS);
      };
    }

    private MonitorMessage failed(int number, FailureKind kind) {
      return new MonitorMessage.ProbeFailed(number, new Failure(kind, kind.word()));
    }

    private void later(Duration wait, Runnable task) {
      owner.timers.at(owner.timers.instant().plus(wait), task);
    }

    /* What an effect throws is an event of the rules: so the test looks for it itself. */
    private void atATime(String what, boolean running) {
      if (running) {
        twoAtATime.add(what);
      }
    }

    @Override
    public void measure(Duration timeout) {} // how long an answer takes is not what this is about

    @Override
    public void abandonProbe() {
      probing = false;
    }

    @Override
    public void collect(
        int number, Set<Collector> what, PodsInUse pods, ClusterHealthConfig config) {
      atATime("collection", collecting);
      collecting = true;
      collection = number;
      next(number, new ArrayList<>(what.stream().sorted().toList()));
    }

    private void next(int number, List<Collector> rest) {
      Duration took = Duration.ofMillis(random.nextInt(3_000));
      later(
          took,
          () -> {
            if (!collecting || collection != number) {
              return;
            }
            if (rest.isEmpty()) {
              collecting = false;
              owner.tell(new MonitorMessage.CollectionDone(number));
              return;
            }
            Collector one = rest.removeFirst();
            owner.tell(new MonitorMessage.Collected(number, one, outcome(one), took));
            if (collecting && collection == number) {
              next(number, rest);
            }
          });
    }

    private CollectorOutcome outcome(Collector what) {
      FailureKind kind =
          switch (mode) {
            case WELL -> random.nextInt(4) == 0 ? FailureKind.FORBIDDEN : null;
            case SILENT, CLOSED -> FailureKind.UNREACHABLE;
            case ERRORS -> FailureKind.SESSION;
            case NO_CREDENTIALS -> FailureKind.CREDENTIALS;
          };
      if (kind == null) {
        return what == Collector.EVENTS
            ? new CollectorOutcome.Events(List.of(), null)
            : new CollectorOutcome.Nodes(List.of(FakeReads.node("a", true)));
      }
      Failure why = new Failure(kind, kind.word());
      return kind == FailureKind.FORBIDDEN
          ? new CollectorOutcome.Refused(why, what.permission(null))
          : new CollectorOutcome.Failed(why);
    }

    @Override
    public void abandonCollection() {
      collecting = false;
    }
  }

  private void join() {
    FakeSubscriber user = new FakeSubscriber("s" + users.size());
    user.priority = random.nextInt(3);
    users.add(user);
    seats.add(monitor.join(user));
  }

  private void leave() {
    if (seats.size() > 1) {
      ClusterSubscription seat = seats.remove(random.nextInt(seats.size()));
      seat.close();
      monitor.tell(new MonitorMessage.Left(seat));
      users.remove(seat.subscriber());
    }
  }

  private void happens() {
    switch (random.nextInt(40)) {
      case 0, 1, 2 -> mode(Mode.WELL);
      case 3 -> mode(Mode.values()[random.nextInt(Mode.values().length)]);
      case 4 -> mode(random.nextBoolean() ? Mode.SILENT : Mode.CLOSED);
      case 5 -> monitor.tell(new MonitorEvent.Suspected());
      case 6 -> monitor.tell(new MonitorEvent.Unanswered());
      case 7 -> monitor.tell(new MonitorEvent.Trouble());
      case 8 -> monitor.tell(new MonitorEvent.KubeconfigChanged());
      case 9 -> refresh();
      case 10 -> configure(Configs.threshold(1 + random.nextInt(3)));
      case 11 -> configure(Configs.enabled(random.nextInt(3) > 0));
      case 12 -> join();
      case 13 -> leave();
      case 14 -> users.getFirst().session = random.nextBoolean();
      case 15 -> monitor.timers.jump(Duration.ofHours(random.nextBoolean() ? 1 : -1));
      default -> {}
    }
  }

  private void configure(ClusterHealthConfig config) {
    lookingFor = Duration.ZERO;
    monitor.configure(config);
  }

  private void refresh() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    refreshes.add(done);
    monitor.tell(new MonitorMessage.RefreshAsked(done));
  }

  private void mode(Mode next) {
    if (next != mode) {
      mode = next;
      lookingFor = Duration.ZERO;
    }
  }

  private void pass(long seed) {
    int slices = random.nextInt(random.nextInt(8) == 0 ? 200 : 7);
    for (int i = 0; i < slices; i++) {
      monitor.pass(SLICE);
      lookingFor = lookingFor.plus(SLICE);
      if (monitor.view().reach() instanceof Reachability.Refused) {
        lookingFor = Duration.ZERO; // it is looked at less often
      }
      boolean inVain = mode == Mode.WELL && users.stream().anyMatch(FakeSubscriber::thinksAway);
      waitingInVain = inVain ? waitingInVain.plus(SLICE) : Duration.ZERO;
      assertThat(waitingInVain).as("seed %d: services wait in vain", seed).isLessThan(LIMIT);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStepKeepsThePromises(long seed) {
    random = new Random(seed);
    monitor.begin();
    join();
    int timesAway = 0;
    boolean wasAway = false;
    for (int i = 0; i < STEPS; i++) {
      happens();
      pass(seed);
      String what = "seed %d, step %d: %s, %s".formatted(seed, i, mode, monitor.view().reach());
      assertServicesKnowWhatHolds(what);
      assertGoneInTime(what);
      assertThat(probesWhileOff).as(what).isZero();
      assertThat(twoAtATime).as(what).isEmpty();
      assertThat(monitor.timers.waiting()).as(what).isLessThan(30);
      boolean away = monitor.view().reach().isAway();
      timesAway += away && !wasAway ? 1 : 0;
      wasAway = away;
    }
    assertThat(timesAway).as("the sequence shows something, seed %d", seed).isGreaterThan(3);
    assertRefreshesEnd();
  }

  private void assertServicesKnowWhatHolds(String what) {
    boolean away = monitor.view().reach().isAway();
    for (FakeSubscriber user : users) {
      assertThat(user.heardInTurn()).as(what + ": " + user.told).isTrue();
      if (away) {
        assertThat(user.thinksAway()).as(what).isTrue();
      }
    }
  }

  private void assertGoneInTime(String what) {
    boolean gone = mode == Mode.SILENT || mode == Mode.CLOSED;
    if (!monitor.config.enabled()) {
      assertThat(monitor.view().reach().isAway()).as(what).isFalse();
    } else if (gone && lookingFor.compareTo(AWAY_WITHIN) >= 0) {
      assertThat(monitor.view().reach().isAway()).as(what).isTrue();
    }
  }

  /** Whoever waits for a refresh does not wait for ever. */
  private void assertRefreshesEnd() {
    mode(Mode.WELL);
    monitor.pass(Duration.ofMinutes(2));
    assertThat(refreshes).isNotEmpty().allMatch(CompletableFuture::isDone);
  }
}
