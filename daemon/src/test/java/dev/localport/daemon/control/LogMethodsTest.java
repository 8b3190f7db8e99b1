package dev.localport.daemon.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.logs.LogReader;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogMethodsTest {
  @TempDir private Path folder;
  private Places places;
  private LogFiles files;
  private ForwardsFixture daemon;
  private final ManualTimers timers = new ManualTimers();
  private Journal journal;
  private LogMethods methods;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    Files.createDirectories(places.serviceLog("web").resolveSibling(""));
    daemon = new ForwardsFixture(folder);
    daemon.load("web: [\":7\"]");
    files = LogFiles.open(places, null);
    journal = Journal.open(folder.resolve("journal"), timers);
    methods = new LogMethods(files, daemon.forwards, journal);
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
    files.close();
    journal.close();
  }

  private List<String> query(@Nullable String service) throws InterruptedException {
    JsonObject params = JsonObject.builder().put("service", service).put("lines", 9).build();
    return methods.query(params, new DeafCaller()).texts("lines");
  }

  @Test
  void anUnknownServiceIsRefusedWithItsExitCode() {
    for (String name : List.of("nosuch", "../daemon", "")) {
      assertThatThrownBy(() -> query(name))
          .isInstanceOfSatisfying(
              RpcException.class, e -> assertThat(e.data().number("exit_code")).isEqualTo(3))
          .hasMessage("no service \"%s\"; see: localport status".formatted(name));
    }
  }

  @Test
  void aFollowerOfAnUnknownServiceIsRefusedToo() {
    JsonObject params = JsonObject.builder().put("service", "nosuch").build();

    assertThatThrownBy(() -> methods.follow(params, new DeafCaller()))
        .hasMessage("no service \"nosuch\"; see: localport status");
  }

  @Test
  void aServiceThatHasNotLoggedAnythingHasNoLines() throws InterruptedException {
    assertThat(query("web")).isEmpty();
  }

  @Test
  void aServiceThatIsLeftOutHasNoLinesAndIsNotUnknown()
      throws IOException, InterruptedException, LoadException {
    daemon.load("web: ['auto:${DB_PORT}']");
    assertThat(daemon.forwards.listing().service("web")).isNull();

    assertThat(query("web")).isEmpty();
  }

  private JsonObject ask(Map<String, Object> wanted) throws InterruptedException {
    JsonObject.Builder params = JsonObject.builder();
    wanted.forEach(params::put);
    return methods.query(params.build(), new DeafCaller());
  }

  @Test
  void aLongAnswerComesInPagesAlsoWhenTheLogGrowsAndRotatesMeanwhile()
      throws IOException, InterruptedException {
    String rest = " \"quoted\"".repeat(60); // longer as JSON than in the file
    List<String> all = IntStream.range(0, 3_000).mapToObj(i -> i + rest).toList();
    Files.write(places.serviceLog("web"), all);

    JsonObject first = ask(Map.of("service", "web", "lines", 2_900));
    assertThat(first.toString().getBytes(UTF_8)).hasSizeBetween(400_000, 600_000);
    Files.move(places.serviceLog("web"), LogReader.older(places.serviceLog("web"), 1));
    Files.writeString(places.serviceLog("web"), "new\n");
    List<String> found = new ArrayList<>(first.texts("lines"));
    JsonObject page = first;
    while (page.findText("next") != null) {
      page = ask(Map.of("service", "web", "lines", 2_900, "next", page.text("next")));
      found.addAll(page.texts("lines"));
    }

    assertThat(found.subList(0, 2_900)).isEqualTo(all.subList(100, 3_000));
    assertThat(found.subList(2_900, found.size())).containsExactly("new");
    assertThat(page.flag("truncated", true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\u0001", "é", "証", "😀"})
  void aLineThatIsLongerThanAMessageIsCut(String text) throws IOException, InterruptedException {
    String line = text.repeat(1_000_000 / text.getBytes(UTF_8).length);
    Files.writeString(places.serviceLog("web"), "first\n" + line + "\nlast\n");

    JsonObject answer = ask(Map.of("service", "web"));

    assertThat(answer.toString().getBytes(UTF_8)).hasSizeLessThan(1_000_000);
    assertThat(answer.texts("lines"))
        .containsExactly("first", line.substring(0, LogPage.MOST_OF_ONE) + "…", "last");
  }

  @Test
  void filtersAreTheDaemons() throws IOException, InterruptedException {
    journal.add(JournalEntry.of(JournalType.CONNECTED).service("db").context("dev"));
    Files.writeString(
        places.daemonLog(),
        """
        2026-01-31T08:00:00.000Z INFO  connected service="db"
        2026-01-31T08:00:01.000Z WARN  suspended service="db"
        2026-01-31T08:00:02.000Z WARN  suspended service="shop"
        2026-01-31T08:00:03.000Z WARN  cluster state changed context="prod"
        """);
    timers.advance(Duration.ofSeconds(1));

    assertThat(ask(Map.of("level", "warn")).texts("lines")).hasSize(3);
    assertThat(ask(Map.of("grep", "s.*ed ")).texts("lines")).hasSize(3);
    assertThat(ask(Map.of("since", Instant.parse("2026-01-31T08:00:02Z"))).texts("lines"))
        .hasSize(2);
    assertThat(ask(Map.of("context", "prod")).texts("lines"))
        .containsExactly("2026-01-31T08:00:03.000Z WARN  cluster state changed context=\"prod\"");
    assertThat(ask(Map.of("context", "dev", "level", "warn")).texts("lines"))
        .as("db ran in dev")
        .containsExactly("2026-01-31T08:00:01.000Z WARN  suspended service=\"db\"");
  }

  @Test
  void wrongFiltersAreWrongParameters() {
    Map<Map<String, Object>, String> wrong =
        Map.of(
            Map.of("level", "loud"),
            "unknown level \"loud\"; use error, warn, info, debug, trace",
            Map.of("grep", "(a"),
            "invalid pattern \"(a\": ( is not closed",
            Map.of("next", "x"),
            "next: invalid position \"x\"");
    wrong.forEach((params, why) ->
        assertThatThrownBy(() -> ask(params))
            .isInstanceOfSatisfying(
                RpcException.class,
                e -> assertThat(e.code()).isEqualTo(RpcException.INVALID_PARAMS))
            .hasMessage(why));
  }

  @Test
  void aNameThatWasMistypedIsSaidWithTheRightOne() {
    assertThatThrownBy(() -> query("wbe")).hasMessage("no service \"wbe\"; did you mean web?");
  }

  @Test
  void aContextThatWasMistypedIsAnErrorAndNotAnEmptyLog() throws InterruptedException {
    daemon.started("web"); // pins its context: dev

    assertThatThrownBy(() -> ask(Map.of("context", "dve")))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.data().number("exit_code")).isEqualTo(2))
        .hasMessage("no service uses the context \"dve\"; did you mean dev?");
    assertThat(ask(Map.of("context", "dev", "lines", 0)).texts("lines")).isEmpty();
  }

  @Test
  void aLogOutlivesItsService() throws IOException, InterruptedException {
    Files.writeString(places.serviceLog("gone"), "one\ntwo\n");

    assertThat(query("gone")).containsExactly("one", "two");
  }
}
