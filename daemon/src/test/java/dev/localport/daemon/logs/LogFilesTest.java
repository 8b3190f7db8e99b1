package dev.localport.daemon.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.localport.api.UnknownFailure;
import dev.localport.paths.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogFilesTest {
  private static final Logger log = LoggerFactory.getLogger(LogFilesTest.class);

  private static final int LINES = 3_000;

  @TempDir private Path home;
  private Places places;
  private LogFiles files;

  @BeforeEach
  void open() throws IOException {
    places = new Places(Map.of("LOCALPORT_HOME", home.toString()), home, home, "eve");
    Files.createDirectories(places.logsFolder());
    files = LogFiles.open(places, null);
  }

  @AfterEach
  void close() {
    files.close();
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(LogFilesTest::withoutTime).toList();
  }

  private static String withoutTime(String line) {
    return line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ ", "");
  }

  @Test
  void everythingIsInTheDaemonsLogAndAServicesLinesInItsOwnToo() throws IOException {
    log.atInfo().log("daemon started");
    log.atWarn().addKeyValue("attempt", 2).addKeyValue("service", "db").log("reconnecting");
    log.atDebug().addKeyValue("service", "db").log("probe went well");

    assertThat(lines(files.path(null)))
        .containsExactly("INFO  daemon started", "WARN  reconnecting attempt=\"2\" service=\"db\"");
    assertThat(lines(files.path("db")))
        .containsExactly("WARN  reconnecting attempt=\"2\" service=\"db\"");
    assertThat(files.path("db")).isEqualTo(places.serviceLog("db"));
  }

  @Test
  void twoOlderFilesAreKeptAlsoInAFolderWhoseNameLooksLikeAPattern() throws IOException {
    Path odd = Files.createDirectories(home.resolve("100%full %d %i"));
    Places inOdd = new Places(Map.of("LOCALPORT_HOME", odd.toString()), home, home, "eve");
    Files.createDirectories(inOdd.logsFolder());
    files.close();
    files = LogFiles.open(inOdd, null);
    RollingFileAppender<?> daemonLog =
        (RollingFileAppender<?>) root().iteratorForAppenders().next();

    for (int number = 1; number <= 4; number++) {
      log.atInfo().log("line {}", number);
      daemonLog.rollover();
    }

    assertThat(lines(odd.resolve("logs/daemon.log.1"))).containsExactly("INFO  line 4");
    assertThat(lines(odd.resolve("logs/daemon.log.2"))).containsExactly("INFO  line 3");
    assertThat(odd.resolve("logs/daemon.log.3")).doesNotExist();
    assertThat(inOdd.daemonLog()).isEmptyFile();
  }

  @Test
  void everyFileIsForItsOwnerAloneAlsoAfterRolling() throws IOException {
    log.atInfo().addKeyValue("service", "db").log("one");
    RollingFileAppender<?> daemonLog =
        (RollingFileAppender<?>) root().iteratorForAppenders().next();

    daemonLog.rollover();
    log.atInfo().addKeyValue("service", "db").log("two");

    assertThat(lines(places.daemonLog())).containsExactly("INFO  two service=\"db\"");
    assertThat(List.of(places.daemonLog(), Path.of(places.daemonLog() + ".1"), files.path("db")))
        .allSatisfy(file ->
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------"));
  }

  private static ch.qos.logback.classic.Logger root() {
    return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void tracesOfBrokenLinesAreLeftOut() throws IOException {
    LoggerFactory.getLogger("io.fabric8.kubernetes.client.vertx.VertxWebSocket")
        .error("Queued close did not succeed", new IOException("Broken pipe"));
    LoggerFactory.getLogger("io.vertx.core.http.impl.HttpClientRequestImpl")
        .error("Connection reset", new IOException("Connection reset"));
    LoggerFactory.getLogger("io.fabric8.kubernetes.client.Other").error("something else");

    assertThat(lines(files.path(null))).containsExactly("ERROR something else");
  }

  @Test
  void aFollowerIsWokenByItsLinesOnceTheyAreInTheFileUntilItLeaves() {
    List<List<String>> all = new CopyOnWriteArrayList<>();
    List<List<String>> db = new CopyOnWriteArrayList<>();
    Runnable leave = files.follow(null, () -> all.add(read(null)));
    Runnable _ = files.follow("db", () -> db.add(read("db")));
    log.atInfo().log("one");
    log.atInfo().addKeyValue("service", "db").log("two");
    leave.run();
    log.atInfo().addKeyValue("services", "web,db").log("three");
    log.atInfo().addKeyValue("service", "web").log("four");

    assertThat(all)
        .containsExactly(List.of("INFO  one"), List.of("INFO  one", "INFO  two service=\"db\""));
    assertThat(db)
        .containsExactly(
            List.of("INFO  two service=\"db\""),
            List.of("INFO  two service=\"db\"", "INFO  three services=\"web,db\""));
    assertThat(read("web"))
        .containsExactly("INFO  three services=\"web,db\"", "INFO  four service=\"web\"");
  }

  @Test
  void aFollowerIsWokenAfterTheLineIsWrittenAlsoToFilesThatAreMadeAgain() throws IOException {
    Files.delete(files.path(null));
    files.reopen();
    List<List<String>> all = new CopyOnWriteArrayList<>();
    Runnable _ = files.follow(null, () -> all.add(read(null)));
    log.atInfo().log("one");

    assertThat(all).containsExactly(List.of("INFO  one"));
  }

  @Test
  void noLineIsLostWhileFilesAreReopened() throws IOException, InterruptedException {
    List<String> woken = new CopyOnWriteArrayList<>();
    Runnable _ = files.follow("db", () -> woken.add("db"));
    Thread writer =
        Thread.ofVirtual()
            .start(() ->
                IntStream.range(0, LINES)
                    .forEach(i -> log.atInfo().addKeyValue("service", "db").log("line {}", i)));
    while (writer.isAlive()) {
      files.reopen();
    }
    writer.join();

    assertThat(lines(files.path(null))).hasSize(LINES).doesNotHaveDuplicates();
    assertThat(lines(files.path("db"))).hasSize(LINES);
    assertThat(woken).hasSize(LINES);
  }

  @Test
  void noLineIsLostWhileAnOldLogIsDeleted() throws IOException, InterruptedException {
    AtomicBoolean isDone = new AtomicBoolean();
    Thread writer = Thread.ofVirtual().start(() -> writeUntil(isDone));
    for (int i = 0; i < 300; i++) {
      line("before");
      assertThat(files.hasDeleted("db", files.path("db"), _ -> true)).isTrue();
      line("after " + i);
      assertThat(lines(files.path("db"))).contains("INFO  after %d service=\"db\"".formatted(i));
    }
    isDone.set(true);
    writer.join();
  }

  private static void line(String text) {
    log.atInfo().addKeyValue("service", "db").log(text);
  }

  private static void writeUntil(AtomicBoolean isDone) {
    while (!isDone.get()) {
      line("line");
    }
  }

  @Test
  void aLogThatGetsALineIsNotOldAnyMore() throws IOException {
    log.atInfo().addKeyValue("service", "db").log("one");

    assertThat(files.hasDeleted("db", files.path("db"), _ -> false)).isFalse();
    log.atInfo().addKeyValue("service", "db").log("two");

    assertThat(lines(files.path("db"))).hasSize(2);
  }

  private List<String> read(@Nullable String service) {
    try {
      return lines(files.path(service));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void halfALineThatADaemonLeftIsEnded() throws IOException {
    files.close();
    Files.writeString(places.daemonLog(), "2026-01-31T08:00:00.125Z INFO  conn");
    files = LogFiles.open(places, null);
    log.atInfo().log("one");

    assertThat(lines(places.daemonLog())).containsExactly("INFO  conn", "INFO  one");
  }

  @Test
  void aBrokenFollowerHurtsNothingElse() throws IOException {
    Runnable _ =
        files.follow(
            "db",
            () -> {
              throw new IllegalStateException("broken");
            });
    log.atInfo().addKeyValue("service", "db").log("one");
    log.atInfo().addKeyValue("service", "db").log("two");

    assertThat(lines(files.path("db"))).hasSize(2);
  }

  @Test
  void aFinerLevelIsWrittenWhereItIsWished() throws IOException {
    files.close();
    files = LogFiles.open(places, "debug");
    log.atDebug().log("fine");
    log.atTrace().log("finest");

    assertThat(lines(files.path(null))).containsExactly("DEBUG fine");
  }

  @Test
  void aValueStaysOneLineThatCanBeTakenApart() throws IOException {
    log.atInfo().addKeyValue("why", "in \"C:\\tmp\"\r\n\tand \u001b[31m").log("failed");

    assertThat(lines(files.path(null)))
        .containsExactly("INFO  failed why=\"in \\\"C:\\\\tmp\\\"\\r\\n\\tand \\u001b[31m\"");
  }

  @Test
  void anExceptionIsWrittenWithItsTypeItsNumberAndWhereItWasThrown() throws IOException {
    IllegalStateException bug = new IllegalStateException("a secret of somebody's");
    log.atError().setCause(bug).log("event dropped");

    List<String> lines = lines(files.path(null));
    assertThat(lines.subList(0, 2))
        .containsExactly(
            "ERROR event dropped",
            "java.lang.IllegalStateException [%s]".formatted(UnknownFailure.id(bug)));
    assertThat(lines.get(2)).startsWith("\tat dev.localport.daemon.logs.LogFilesTest.");
    assertThat(lines).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void aDebugLogHasWhatAnExceptionSaysInOneLineWithoutSecrets() throws IOException {
    files.close();
    files = LogFiles.open(places, "debug");
    String said =
        "\u001b[31mBearer abcdefgh12345 at https://eve:pw@k8s\n\tat \u202e"
            + "x".repeat(10_000_000);
    log.atError()
        .setCause(new IllegalStateException("outer", new IOException(said)))
        .log("event dropped");

    List<String> lines = lines(files.path(null));
    String cause =
        lines.stream().filter(line -> line.startsWith("Caused by: ")).findFirst().orElseThrow();
    assertThat(cause)
        .contains(": \\u001b[31mBearer *** at https://***@k8s\\n\\tat \\u202exxx")
        .hasSizeLessThan(2 * LogText.MOST);
  }

  @Test
  void aLibrarysLineIsOneLineOfLimitedLength() throws IOException {
    log.warn("first\nsecond \u001b]0;title\u0007" + "y".repeat(10_000_000));

    List<String> lines = lines(files.path(null));
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .startsWith("WARN  first\\nsecond \\u001b]0;title\\u0007yyy")
        .hasSizeLessThan(2 * LogText.MOST);
  }
}
