package dev.localport.daemon.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.time.ManualTimers;
import dev.localport.paths.Places;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OldLogsTest {
  private static final Duration OLD = OldLogs.KEPT.plusSeconds(1);

  @TempDir private Path home;
  private final ManualTimers timers = new ManualTimers();
  private Places places;
  private LogFiles files;

  @BeforeEach
  void open() throws IOException {
    places = new Places(Map.of("LOCALPORT_HOME", home.toString()), home, home, "eve");
    Files.createDirectories(places.serviceLog("web").resolveSibling(""));
    files = LogFiles.open(places, null);
  }

  @AfterEach
  void close() {
    files.close();
  }

  private Path write(Path file, Duration age) throws IOException {
    Files.writeString(file, "2026-01-31T08:00:00.000Z INFO  x\n");
    return Files.setLastModifiedTime(file, FileTime.from(timers.instant().minus(age)));
  }

  private Path service(String name) {
    return places.logsFolder().resolve("services").resolve(name);
  }

  /* Folder by folder: a walk fails where a file goes while it looks. */
  private List<String> names() {
    return Stream.of(places.logsFolder(), places.logsFolder().resolve("services"))
        .flatMap(OldLogsTest::files)
        .map(file -> places.logsFolder().relativize(file).toString())
        .sorted()
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void logsOfServicesThatAreNotKnownAreDeletedAfterAWeek() throws IOException {
    for (String name :
        List.of("web.log", "web.log.1", "echo-7000.log", "echo-7000.log.2", "notes.txt")) {
      write(service(name), OLD);
    }
    write(service("shop-80.log"), OldLogs.KEPT.minus(OldLogs.FIRST).minusSeconds(1));
    write(service("web.log.3"), OLD);
    write(places.logsFolder().resolve("daemon.log.1"), OLD);
    write(places.logsFolder().resolve("daemon.log.3"), OLD);

    try (OldLogs _ = new OldLogs(files, timers, Set.of("web")::contains)) {
      timers.advance(OldLogs.FIRST);

      Await.until(
          "the old ones are deleted",
          this::names,
          names ->
              names.equals(
                  List.of(
                      "daemon.log",
                      "daemon.log.1",
                      "services/notes.txt",
                      "services/shop-80.log",
                      "services/web.log",
                      "services/web.log.1")));
    }
    assertThat(Files.readString(places.daemonLog())).contains("old log deleted file=");
  }

  @Test
  void itLooksAgainTwiceADay() throws IOException {
    write(service("echo-7000.log"), OldLogs.KEPT.minus(Duration.ofHours(1)));
    try (OldLogs _ = new OldLogs(files, timers, _ -> false)) {
      timers.advance(OldLogs.FIRST);
      timers.advance(Duration.ofHours(12));

      Await.until("it is deleted", this::names, names -> names.equals(List.of("daemon.log")));
    }
  }

  @Test
  void aServiceThatComesBackHasALogAgain() throws IOException {
    var log = LoggerFactory.getLogger("dev.localport.test");
    log.atInfo().addKeyValue("service", "echo").log("one");
    write(service("echo.log"), OLD);
    try (OldLogs old = new OldLogs(files, timers, _ -> false)) {
      old.clear();
    }
    assertThat(service("echo.log")).doesNotExist();
    log.atInfo().addKeyValue("service", "echo").log("two");

    assertThat(Files.readString(service("echo.log"))).contains("two").doesNotContain("one");
  }
}
