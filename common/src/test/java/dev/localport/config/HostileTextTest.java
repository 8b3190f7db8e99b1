package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.localport.config.edit.ConfigEdit;
import dev.localport.config.edit.ConfigExport;
import dev.localport.config.edit.ConfigMigration;
import dev.localport.config.edit.EditResult;
import dev.localport.config.edit.ExportOptions;
import dev.localport.config.form.Place;
import dev.localport.config.form.Problem;
import dev.localport.config.form.Report;
import dev.localport.config.form.Severity;
import dev.localport.config.form.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileTextTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("X", "x");

  private static String refusal(String text) {
    return Read.problems(ConfigReader.read("f", text, false));
  }

  @Test
  void refusesAFileOfTwoMebibytes() {
    String file = "services: []\n" + "#".repeat(2 * 1024 * 1024);

    assertThat(refusal(file)).isEqualTo("error f:1:1: the file is larger than 1 MiB; split it");
  }

  @Test
  void countsBytesAndNotCharacters() {
    int half = YamlText.MOST_BYTES / 2;

    assertThat(refusal("#" + "é".repeat(half))).contains("larger than 1 MiB");
    assertThat(refusal("#" + "é".repeat(half - 1))).contains("the file is empty");
  }

  @Test
  void refusesDeepNestingBeforeATreeIsBuilt() {
    assertThat(refusal("services: " + "[".repeat(1_000_000)))
        .isEqualTo("error f:1:60: nested deeper than 50 levels; flatten this part");
    assertThat(refusal("- ".repeat(500_000)))
        .isEqualTo("error f:1:101: nested deeper than 50 levels; flatten this part");
    assertThat(refusal("[".repeat(50) + "]".repeat(50))).contains("expected keys");
  }

  @Test
  void refusesABombOfAliases() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(refusal(bomb.toString()))
        .isEqualTo("error f:27:12: more than 50 aliases; write them out");
  }

  @Test
  void refusesABombOfFewAliasesWithoutExpandingIt() {
    StringBuilder bomb = new StringBuilder("version: '1.0'\nservices: []\na0: &a0 [x, x]\n");
    for (int i = 1; i < 24; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(refusal(bomb.toString()))
        .isEqualTo(
            "error f:1:1: its aliases expand to more than 100000 values, or refer to themselves;"
                + " write the values without aliases");
  }

  @Test
  void readsAliasesThatAreFewEnough() {
    StringBuilder aliases = new StringBuilder("version: '1.0'\nservices: []\na0: &a0 [x, x]\n");
    for (int i = 1; i < 12; i++) {
      aliases.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(refusal(aliases.toString()).lines())
        .hasSize(12)
        .allMatch(line -> line.contains("unknown key"));
  }

  @Test
  void namesTheCharacterThatNoTextHolds() {
    assertThat(refusal("a: b\nü: 😀\u0000x"))
        .isEqualTo("error f:2:5: invalid character (U+0000); remove it");
    assertThat(refusal("a: \ud800b")).startsWith("error f:1:4: invalid character");
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    byte[] bytes = {'a', ':', ' ', (byte) 0xff};

    assertThat(Read.problems(ConfigReader.read("f", bytes, false)))
        .isEqualTo("error f:1:1: the file is not UTF-8; save it as UTF-8");
  }

  @Test
  void readsBytesThatAreUtf8AndBeginWithAMark() {
    byte[] bytes = "\ufeffversion: '1.0'\nservices: []\n".getBytes(StandardCharsets.UTF_8);

    assertThat(ConfigReader.read("f", bytes, true)).isInstanceOf(ConfigResult.Loaded.class);
  }

  @Test
  void tellsAboutAHundredMistakesAndThenThatThereAreMore() {
    String file = "version: '1.0'\nservices:\n" + "- a\n".repeat(300);

    assertThat(refusal(file).lines())
        .hasSize(Report.MOST + 1)
        .last()
        .isEqualTo("error f:103:3: there are more problems than these; fix these first");
  }

  @Test
  void aStrictReadingRefusesUnknownKeysAndOnlyThose() {
    String file =
        """
        version: '1.0'
        services:
        - {name: a, technology: ssh, local_port: 1, remote_port: 2, connection: {host: h, user: u}}
        service: []
        """;

    ConfigResult result = ConfigReader.read("f", file, true);

    assertThat(result).isInstanceOf(ConfigResult.Refused.class);
    assertThat(Read.problems(result))
        .isEqualTo(
            """
            warning f:3:25: services[0].technology: ssh is not supported yet; a is skipped
            error f:4:1: service: unknown key; did you mean services?\
            """);
  }

  @Test
  void anyMutationOfAFileIsEitherLoadedOrRefused() {
    for (int seed = 0; seed < 4000; seed++) {
      String text = Mutation.of(seed);
      boolean strict = seed % 2 == 0;
      try {
        assertTimeout(Duration.ofSeconds(10), () -> tryAll(text, strict));
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError("seed " + seed + " of:\n" + text, e);
      }
    }
  }

  private static void tryAll(String text, boolean strict) {
    switch (ConfigReader.read("f", text, strict, ENVIRONMENT)) {
      case ConfigResult.Refused(List<Problem> problems) ->
          assertThat(problems).anyMatch(p -> p.severity() == Severity.ERROR);
      case ConfigResult.Loaded(ConfigFile config) -> {
        ExportOptions options = new ExportOptions(List.of(), List.of(), true, true);
        assertThat(ConfigExport.of(text, ENVIRONMENT, options)).isNotNull();
        String migrated = ConfigMigration.migrate("f", text).text();
        assertThat(ConfigReader.read("f", migrated, strict, ENVIRONMENT))
            .isInstanceOfSatisfying(
                ConfigResult.Loaded.class,
                now -> assertThat(unplaced(now.config())).isEqualTo(unplaced(config)));
      }
    }
    EditResult _ = ConfigEdit.addService("f", text, ENVIRONMENT, Mutation.SERVICE);
  }

  private static List<ServiceConfig> unplaced(ConfigFile config) {
    Place nowhere = new Place("", 0, 0);
    return config.services().stream().map(service -> service.movedTo(nowhere)).toList();
  }

  /** Variants of a valid file, each the same for the same seed. */
  private static final class Mutation {
    static final ServiceConfig SERVICE = Read.service("ports: ['1']");
    private static final String SHORT =
        """
        version: "1.0"
        defaults: &d
          reconnect: {max_attempts: 3, initial_delay: 500ms, jitter: 0.2}
          hold: {timeout: 10s, overflow: drop-oldest}
        cluster_contexts:
          dev: {heartbeat: {interval: 20s}, kubeconfig: "~/.kube/dev"}
        services:
          # the first
          - name: orders
            tags: &t [db, 'dev']
            description: |
              two
              lines
            connection: {resource_type: service, resource_name: orders, context: dev}
            ports: ["5432:5432", {name: web, local: auto, remote: http}]
          - name: "other"
            tags: *t
            connection:
              resource_name: other
            local_port: 0
            remote_port: 80
            profile: unstable
        """;
    private static final List<String> VALID =
        List.of(SHORT, example("everything"), example("localport-1.0"));

    private static String example(String name) {
      try {
        return Files.readString(Path.of("..", "config-examples", name + ".yaml"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static final String[] PIECES = {
      ":",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "\"",
      "'",
      "&d ",
      "*t",
      "*d",
      "!!int ",
      "!x ",
      "|",
      ">",
      "#",
      "\n",
      "\t",
      "%YAML 3.1\n",
      "---\n",
      "...\n",
      "? ",
      "<<: *d\n",
      "\\U99999999",
      "\"\\x",
      "\0",
      "\ud83d",
      "\ufeff",
      "${X}",
      "null",
      "~",
      "-1",
      "99999999999",
      "!<%ff>",
      "@",
      "`",
      "%",
      "\r",
      "\u2028",
      "!%zz ",
      "services: []\n",
      "  "
    };

    static String of(int seed) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(12));
        switch (random.nextInt(4)) {
          case 0 -> text.delete(at, to);
          case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
          case 2 -> text.setCharAt(at, (char) random.nextInt(0x180));
          default -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        }
      }
      return text.toString();
    }
  }
}
