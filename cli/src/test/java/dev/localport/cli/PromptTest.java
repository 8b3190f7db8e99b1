package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.cli.command.PromptSegment;
import dev.localport.rpc.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {
  @TempDir private Path root;
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root).with("LANG", "en_US.UTF-8");
  }

  private static JsonObject counts(int up, int wanted, boolean trouble) {
    return JsonObject.builder().put("up", up).put("wanted", wanted).put("trouble", trouble).build();
  }

  private void prints(String line, String... arguments) {
    Terminal.Result result = terminal.run(arguments);
    assertThat(result.stdout()).isEqualTo(line);
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "12, 15, false, '⇅ 12/15\n'",
    "12, 15, true, '⇅ 12/15 !\n'",
    "1, 1, false, '⇅ 1/1\n'",
    "0, 0, false, ''"
  })
  void itPrintsHowManyAreUpAndMarksTrouble(int up, int wanted, boolean trouble, String line)
      throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.COUNTS, counts(up, wanted, trouble));

      prints(line, "prompt");

      assertThat(daemon.asked()).containsExactly("service.counts {}");
    }
  }

  @Test
  void aContextAndAFormatCanBeChosen() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.COUNTS, counts(2, 3, true));

      prints(
          "lp=2 of 3 !\n",
          "prompt",
          "--context",
          "prod",
          "--format",
          "lp={up} of {wanted}{trouble}");

      assertThat(daemon.asked()).containsExactly("service.counts {\"context\":\"prod\"}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "C.UTF-8, -, -, C, ⇅",
        "-, -, -, de_DE.utf8, ⇅",
        "-, -, C, de_DE.UTF-8, LP",
        "-, C, -, de_DE.UTF-8, LP",
        "-, -, -, C, LP",
        "-, -, -, -, LP",
        "C.UTF-8, -, -, C, ⇅"
      },
      nullValues = "-")
  void theSignIsAsciiWhereTheLocaleIs(
      @Nullable String all,
      @Nullable String kept,
      @Nullable String type,
      @Nullable String lang,
      String sign)
      throws Exception {
    terminal.with("LANG", lang == null ? "" : lang).with("LC_CTYPE", type == null ? "" : type);
    if (all != null) {
      terminal.with("LC_ALL", all);
    }
    if (kept != null) {
      terminal.with("LOCALPORT_LC_ALL", kept); // as the launcher keeps the user's own
    }
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.COUNTS, counts(1, 1, false));

      prints(sign + " 1/1\n", "prompt");
    }
  }

  @Test
  void aContextMayBeCalledAnything() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.COUNTS, counts(1, 1, false));

      prints("\u21c5 1/1\n", "prompt", "--context", "a\"b\\\u00e9 \n");

      assertThat(daemon.asked())
          .containsExactly(
              "service.counts " + JsonObject.builder().put("context", "a\"b\\\u00e9 \n").build());
    }
  }

  @Test
  void withoutADaemonItPrintsNothingAndStartsNone() {
    prints("", "prompt");

    assertThat(terminal.state().resolve("daemon.json")).doesNotExist();
  }

  @Test
  void anOlderDaemonThatDoesNotKnowTheQuestionIsNoError() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(terminal.state())) {
      prints("", "prompt");
    }
  }

  @Test
  void aStateFolderThatCannotBeUsedIsNoError() throws Exception {
    Files.createDirectories(terminal.state());
    Files.writeString(terminal.state().resolve("daemon.json"), "no JSON at all");

    prints("", "prompt");
  }

  @Test
  void aDaemonThatDoesNotRespondIsNotWaitedFor() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.COUNTS,
          (_, _) -> {
            never.await(); // until the connection is closed
            return counts(1, 1, false);
          });

      prints("", "prompt");
    }
  }

  @Test
  void aMistakeIsUsage() {
    assertThat(terminal.run("prompt", "--nosuch").exit()).isEqualTo(2);
    assertThat(terminal.run("prompt", "web").exit()).isEqualTo(2);
  }

  @Test
  void plainArgumentsNeedNoCommandLine() {
    assertThat(PromptSegment.find(List.of("prompt"))).isEqualTo(new PromptSegment(null, null));
    assertThat(PromptSegment.find(List.of("prompt", "--format", "{up}", "--context", "dev")))
        .isEqualTo(new PromptSegment("dev", "{up}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status",
        "prompt --help",
        "prompt --context",
        "prompt --format --context",
        "prompt --context=dev",
        "-v prompt",
        "prompt web"
      })
  void otherArgumentsDo(String arguments) {
    assertThat(PromptSegment.find(List.of(arguments.split(" ", -1)))).isNull();
  }
}
