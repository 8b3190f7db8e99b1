package dev.localport.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.DayHistory;
import dev.localport.api.Outage;
import dev.localport.api.ServiceHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random lives of a service, a daemon and a machine. They write down what each second was like, and
 * what the recorder would have told the journal; what the journal adds up to must be what the
 * seconds do.
 */
class RandomCoursesTest {
  private static final int STEPS = 300;

  private Random random = new Random(0);
  private final Play play = new Play("web");

  /**
   * A letter for each second: u up, s starting, d down, g the machine slept, o not wanted. Between
   * them ! for trouble and | where what was before is over.
   */
  private final StringBuilder story = new StringBuilder();

  private double now;
  private State state = State.STOPPED;
  private int attempt;

  private enum State {
    STOPPED,
    STARTING,
    UP,
    DOWN
  }

  private void pass(char what) {
    pass(what, 1 + random.nextInt(random.nextInt(20) == 0 ? 40_000 : 300));
  }

  private void pass(char what, int seconds) {
    story.repeat(what, seconds);
    now += seconds;
    play.at(now);
  }

  private void pass() {
    pass(
        switch (state) {
          case STOPPED -> 'o';
          case STARTING -> 's';
          case UP -> 'u';
          case DOWN -> 'd';
        });
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0 -> daemonStops();
      case 1 -> daemonDies();
      case 2 -> machineSleeps();
      case 3 -> machineIsOff();
      case 4 -> stopOrStart();
      default -> serviceChanges();
    }
  }

  private void serviceChanges() {
    switch (state) {
      case STOPPED -> start();
      case STARTING, DOWN -> {
        if (random.nextBoolean()) {
          play.again("web-1");
          state = State.UP;
        } else {
          fails();
        }
      }
      case UP -> {
        switch (random.nextInt(4)) {
          case 0 -> play.idle();
          case 1 -> {
            play.reconnectAsked();
            state = State.STARTING;
          }
          default -> {
            play.lost("closed");
            attempt = 0;
            fails();
          }
        }
      }
    }
  }

  private void fails() {
    story.append('!');
    state = State.DOWN;
    switch (random.nextInt(3)) {
      case 0 -> play.offline();
      case 1 -> play.waits("no_ready_pod", "no pod is ready");
      default -> play.attempt(++attempt);
    }
  }

  private void start() {
    if (random.nextInt(4) == 0) {
      play.startLazy();
      state = State.UP;
    } else {
      play.start();
      state = State.STARTING;
    }
  }

  private void stopOrStart() {
    if (state == State.STOPPED) {
      start();
    } else {
      play.stop();
      over();
    }
  }

  private void over() {
    story.append('|');
    state = State.STOPPED;
  }

  private void daemonStops() {
    play.daemonStop();
    boolean wanted = state != State.STOPPED;
    over();
    pass();
    play.daemonStart();
    if (wanted && random.nextInt(4) > 0) {
      start();
    }
  }

  private void daemonDies() {
    play.daemonDied();
    boolean wanted = state != State.STOPPED;
    if (wanted) {
      story.append('!');
      state = State.DOWN;
    }
    pass();
    if (random.nextInt(3) == 0) {
      double before = now;
      pass('g');
      play.slept(now - before);
    }
    begin(wanted);
  }

  private void machineIsOff() {
    boolean wanted = state != State.STOPPED;
    if (state != State.DOWN) {
      over();
    }
    double before = now;
    pass(state == State.DOWN ? 'g' : 'o');
    play.wasOff(now - before);
    begin(wanted);
  }

  /** A daemon begins; most of what ran before runs again and goes on with its outage. */
  private void begin(boolean wanted) {
    play.daemonStart();
    if (!wanted || random.nextInt(4) == 0) {
      over();
      pass('o', 11); // a start that comes sooner would go on with the outage
    } else if (random.nextInt(4) == 0) {
      play.startLazy();
      state = State.UP;
    } else {
      play.start();
      state = state == State.DOWN ? State.DOWN : State.STARTING;
    }
  }

  private void machineSleeps() {
    double before = now;
    pass('g');
    play.slept(now - before);
  }

  /** What the seconds add up to: outages as "start length", with … where one goes on. */
  private List<String> expectedOutages() {
    List<String> outages = new ArrayList<>();
    int second = 0;
    int start = -1; // of the time that it is not up; -1: it is, or is not wanted
    int length = 0;
    boolean trouble = false;
    for (char letter : story.toString().toCharArray()) {
      if (letter == 'u' || letter == 'o' || letter == '|') {
        if (trouble) {
          outages.add(start + " " + length);
        }
        start = -1;
        length = 0;
        trouble = false;
      } else if (letter != 'g') {
        start = start < 0 ? second : start;
        length += letter == '!' ? 0 : 1;
        trouble |= letter == '!';
      }
      second += Character.isLetter(letter) ? 1 : 0;
    }
    if (trouble) {
      outages.add(start + " " + length + " …");
    }
    return outages;
  }

  private long count(String letters) {
    return story.chars().filter(letter -> letters.indexOf(letter) >= 0).count();
  }

  private static String words(Outage outage) {
    return Duration.between(Play.MIDNIGHT, outage.start()).toSeconds()
        + " "
        + outage.duration().toSeconds()
        + (outage.end() == null ? " …" : "");
  }

  @RepeatedTest(300)
  void theJournalAddsUpToWhatEachSecondWasLike(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    random = new Random(seed);
    play.daemonStart();
    for (int i = 0; i < STEPS; i++) {
      step();
      pass();
    }

    ServiceHistory web = play.history(now);
    List<String> outages = expectedOutages();
    assertThat(web.outages().stream().map(RandomCoursesTest::words))
        .as("seed %d", seed)
        .containsExactlyElementsOf(outages);
    assertThat(web.days().stream().mapToLong(day -> day.up().toSeconds()).sum())
        .as("seed %d: up", seed)
        .isEqualTo(count("u"));
    assertThat(web.days().stream().mapToLong(day -> day.wanted().toSeconds()).sum())
        .as("seed %d: wanted", seed)
        .isEqualTo(count("usd"));
    assertThat(web.days().stream().mapToInt(DayHistory::outages).sum())
        .as("seed %d: outages of all days", seed)
        .isEqualTo(outages.size());
    assertThat(web.recovery().recovering())
        .as("seed %d: recovering", seed)
        .isEqualTo(!outages.isEmpty() && outages.getLast().endsWith("…"));
  }
}
