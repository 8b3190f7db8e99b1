package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogPosition;
import dev.localport.logs.LogReader;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code log.follow} of a log that is written, rotated, and written by another daemon. */
class LogFeedTest {
  private static final Logger log = LoggerFactory.getLogger("dev.localport.test");

  @TempDir private Path folder;
  private Places places;
  private LogFiles files;
  private ForwardsFixture daemon;
  private Journal journal;
  private LogMethods methods;

  @BeforeEach
  void open() throws IOException {
    places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    Files.createDirectories(places.logsFolder());
    daemon = new ForwardsFixture(folder);
    journal = Journal.open(folder.resolve("journal"), new ManualTimers());
    begin();
  }

  private void begin() {
    files = LogFiles.open(places, null);
    methods = new LogMethods(files, daemon.forwards, journal);
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
    files.close();
    journal.close();
  }

  /** A connection that takes one line for each permit. */
  private static final class Follower implements RpcConnection {
    final List<JsonObject> taken = new CopyOnWriteArrayList<>();
    final Semaphore permits = new Semaphore(Integer.MAX_VALUE);
    private final List<Runnable> onClose = new CopyOnWriteArrayList<>();
    private volatile boolean isOpen = true;
    private volatile boolean isBroken;

    List<String> phrases() {
      return taken.stream()
          .map(line -> line.text("text"))
          .map(text -> text.substring(text.indexOf(" line ") + 1))
          .toList();
    }

    String position() {
      return taken.getLast().text("position");
    }

    void leave() {
      isOpen = false;
      onClose.forEach(Runnable::run);
    }

    @Override
    public void notify(String method, JsonObject params) {
      throw new AssertionError(method);
    }

    @Override
    public boolean deliver(String method, JsonObject params) {
      permits.acquireUninterruptibly();
      assertThat(method).isEqualTo("log.line");
      if (isBroken) {
        throw new IllegalStateException("broken");
      }
      return isOpen && taken.add(params);
    }

    @Override
    public void afterAnswer(Runnable task) {
      task.run();
    }

    @Override
    public void onClose(Runnable task) {
      onClose.add(task);
    }

    @Override
    public void keepOpen() {
      throw new AssertionError("it may be closed for another one");
    }

    @Override
    public boolean isOpen() {
      return isOpen;
    }
  }

  private Follower follow(@Nullable String after, @Nullable String grep)
      throws InterruptedException {
    return follow(
        JsonObject.builder().put("lines", 0).put("after", after).put("grep", grep).build());
  }

  private Follower follow(JsonObject params) throws InterruptedException {
    Follower follower = new Follower();
    JsonObject answer = methods.follow(params, follower);
    assertThat(answer.text("position")).contains("-");
    answer
        .texts("lines")
        .forEach(text ->
            follower.taken.add(
                JsonObject.builder()
                    .put("text", text)
                    .put("position", answer.text("position"))
                    .build()));
    return follower;
  }

  private static void write(int from, int to) {
    IntStream.range(from, to).forEach(number -> log.atInfo().log("line {}", number));
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> "line " + number).toList();
  }

  private static void await(Follower follower, List<String> lines) {
    Await.until("the lines", follower::phrases, seen -> seen.size() >= lines.size());
    assertThat(follower.phrases()).isEqualTo(lines);
  }

  @Test
  void eachLineComesOnceOverRotation() throws InterruptedException {
    write(0, 3);
    Follower follower = follow(null, null);
    write(3, 10);
    await(follower, lines(3, 10));
    for (int number = 10; number < 30; number += 10) {
      rotate();
      write(number, number + 10);
    }

    await(follower, lines(3, 30));
    assertThat(follower.taken).extracting(line -> line.number("sequence")).startsWith(1L, 2L, 3L);
    assertThat(follower.taken).noneMatch(line -> line.flag("missed", true));
  }

  private void rotate() {
    ((RollingFileAppender<?>)
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                .iteratorForAppenders()
                .next())
        .rollover();
  }

  @Test
  void aSlowFollowerMissesNothingThatIsKeptAndHoldsUpNothing() throws InterruptedException {
    Follower follower = follow(null, null);
    follower.permits.drainPermits();
    write(0, 5);
    rotate();
    write(5, 3_000);
    assertThat(follower.taken).isEmpty();

    follower.permits.release(Integer.MAX_VALUE);
    await(follower, lines(0, 3_000));
  }

  @Test
  void whoComesBackToAnotherDaemonGoesOnWhereItStopped() throws InterruptedException {
    Follower first = follow(null, "line [0-9]*[02468]$");
    write(0, 4);
    await(first, List.of("line 0", "line 2"));
    first.leave();
    write(4, 6);
    rotate();
    files.close();
    begin();
    write(6, 8);

    Follower second = follow(first.position(), "line [0-9]*[02468]$");
    write(8, 10);
    await(second, List.of("line 4", "line 6", "line 8"));
  }

  @Test
  void whatWasDroppedBeforeItCameIsSaidOnce() throws InterruptedException {
    Follower follower = follow(null, null);
    write(0, 1);
    await(follower, lines(0, 1));
    follower.permits.drainPermits();
    write(1, 2);
    Await.until("it waits", () -> follower.permits.hasQueuedThreads());
    for (int number = 2; number < 6; number++) {
      rotate();
      write(number, number + 1);
    }
    follower.permits.release(Integer.MAX_VALUE);

    List<String> kept = new ArrayList<>(lines(0, 2));
    kept.addAll(lines(3, 6));
    await(follower, kept);
    assertThat(follower.taken.stream().map(line -> line.flag("missed", false)))
        .containsExactly(false, false, true, false, false);
  }

  @Test
  void whoLeftIsSentNothing() throws InterruptedException {
    Follower follower = follow(null, null);
    follower.leave();
    Follower other = follow(null, null);
    write(0, 1);

    await(other, lines(0, 1));
    assertThat(follower.taken).isEmpty();
  }

  @Test
  void linesThatWereDroppedAreReportedWithTheNextLineThatTheFilterWants() {
    Follower follower = new Follower();
    LogPosition end = LogPosition.START;
    LogFeed feed = new LogFeed(new LogReader(files.path(null)), () -> LogFilter.ALL, end, follower);
    LogPage line = new LogPage(List.of(new LogPage.Placed("line", end)), reached(false));

    assertThat(feed.send(new LogPage(List.of(), reached(true)))).isTrue();
    assertThat(feed.send(line)).isTrue();
    assertThat(feed.send(line)).isTrue();

    assertThat(follower.taken.stream().map(params -> params.flag("missed", false)))
        .containsExactly(true, false);
  }

  private static LogReader.Reached reached(boolean isMissed) {
    return new LogReader.Reached(LogPosition.START, true, isMissed);
  }

  @Test
  void aBugEndsOneFeedAndIsLogged() throws InterruptedException {
    Follower broken = follow(null, null);
    broken.isBroken = true;
    Follower other = follow(null, null);
    write(0, 1);

    Await.until(
        "the bug",
        other::phrases,
        seen -> seen.stream().anyMatch(line -> line.contains("log feed ended: bug")));
    assertThat(other.phrases()).startsWith("line 0");
    assertThat(broken.taken).isEmpty();
  }

  @Test
  void aServiceThatBeginsLaterIsFollowedInItsContext()
      throws IOException, InterruptedException, LoadException {
    Follower follower = follow(JsonObject.builder().put("lines", 0).put("context", "dev").build());
    daemon.load("late: [\":7\"]");
    var _ = daemon.started("late");
    log.atInfo().addKeyValue("service", "other").log("line of another service");
    log.atInfo().addKeyValue("service", "late").log("line of late");

    Await.until(
        "the line", follower::phrases, seen -> seen.contains("line of late service=\"late\""));
    assertThat(follower.phrases()).noneMatch(line -> line.contains("other"));
  }
}
