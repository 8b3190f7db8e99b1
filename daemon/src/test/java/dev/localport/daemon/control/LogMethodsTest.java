package dev.localport.daemon.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
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
  private LogMethods methods;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    Files.createDirectories(places.serviceLog("web").resolveSibling(""));
    daemon = new ForwardsFixture(folder);
    daemon.load("web: [\":7\"]");
    files = LogFiles.open(places, null);
    methods = new LogMethods(files, daemon.forwards);
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
    files.close();
  }

  private List<String> query(@Nullable String service) {
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
  void aServiceThatHasNotLoggedAnythingHasNoLines() {
    assertThat(query("web")).isEmpty();
  }

  @Test
  void aServiceThatIsLeftOutHasNoLinesAndIsNotUnknown()
      throws IOException, InterruptedException, LoadException {
    daemon.load("web: ['auto:${DB_PORT}']");
    assertThat(daemon.forwards.listing().service("web")).isNull();

    assertThat(query("web")).isEmpty();
  }

  private JsonObject answer(boolean follow, int lines) {
    JsonObject params = JsonObject.builder().put("service", "web").put("lines", lines).build();
    return follow
        ? methods.follow(params, new DeafCaller())
        : methods.query(params, new DeafCaller());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyLongLinesComeAsTheNewestThatFitInAMessage(boolean follow) throws IOException {
    String rest = " \"quoted\"".repeat(60); // longer as JSON than in the file
    List<String> all = IntStream.range(0, 1_700).mapToObj(i -> i + rest).toList();
    Files.write(places.serviceLog("web"), all);

    JsonObject answer = answer(follow, 5_000);

    assertThat(answer.toString().getBytes(UTF_8)).hasSizeBetween(900_000, 1_000_000);
    List<String> lines = answer.texts("lines");
    assertThat(lines).isEqualTo(all.subList(all.size() - lines.size(), all.size()));
    assertThat(answer.flag("truncated", false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\u0001", "é", "証", "😀"})
  void aLineThatIsLongerThanAMessageIsCut(String text) throws IOException {
    String line = text.repeat(1_000_000 / text.getBytes(UTF_8).length);
    Files.writeString(places.serviceLog("web"), "first\n" + line + "\nlast\n");

    JsonObject answer = answer(false, 100);

    assertThat(answer.toString().getBytes(UTF_8)).hasSizeLessThan(1_000_000);
    assertThat(answer.texts("lines"))
        .containsExactly("first", line.substring(0, NewestLines.MOST_OF_ONE) + "…", "last");
    assertThat(answer.flag("truncated", true)).as("no line is missing").isFalse();
  }

  @Test
  void ofManyShortLinesFiveThousandCome() throws IOException {
    Files.write(places.serviceLog("web"), Collections.nCopies(6_000, "x"));

    assertThat(answer(false, 6_000).texts("lines")).hasSize(5_000);
    assertThat(answer(false, 6_000).flag("truncated", false)).isTrue();
    assertThat(answer(false, 5_000).flag("truncated", true)).isFalse();
    assertThat(answer(false, -1).flag("truncated", true)).isFalse();
  }

  @Test
  void onlyTheEndOfALogIsRead() throws IOException {
    String line = "x".repeat(999);
    Files.write(places.serviceLog("web"), Collections.nCopies(2_000, line));

    assertThat(answer(false, 2_000).flag("truncated", false)).isTrue();
    assertThat(answer(false, 900).texts("lines")).isEqualTo(Collections.nCopies(900, line));
    assertThat(answer(false, 900).flag("truncated", true)).isFalse();
  }

  @Test
  void aLogOutlivesItsService() throws IOException, InterruptedException {
    Files.writeString(places.serviceLog("gone"), "one\ntwo\n");

    assertThat(query("gone")).containsExactly("one", "two");
  }
}
