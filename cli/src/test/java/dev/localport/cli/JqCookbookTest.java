package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.api.PortStatus;
import dev.localport.api.PortStatus.Address;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.ServicesReply;
import dev.localport.api.StatusReply;
import dev.localport.rpc.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Each line of {@code docs/jq-cookbook.md} prints what the page shows. */
class JqCookbookTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/jq-cookbook.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```\n\\$ (.*?)\n(.*?)```");
  private static final String PIPE = " | jq ";

  @TempDir private Path root;

  static boolean hasJq() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "jq")));
  }

  private static List<ServiceStatus> services() {
    return List.of(
        ServiceStatusBuilder.builder(Samples.admin()).context("dev").build(),
        ServiceStatusBuilder.builder(Samples.web())
            .name("echo")
            .state("connected")
            .reason(null)
            .context("dev")
            .ports(List.of(port("7000", 17_000), port("http", 17_001)))
            .localPort(17_000)
            .url("tcp://127.0.0.1:17000")
            .lastError(null)
            .build(),
        ServiceStatusBuilder.builder(Samples.postgres()).context("dev").build(),
        ServiceStatusBuilder.builder(Samples.web())
            .name("payments")
            .context("staging")
            .localPort(18_092)
            .url("tcp://127.0.0.1:18092")
            .lastError(new Failure(FailureKind.NO_READY_POD, "no pod of service/payments is Ready"))
            .build(),
        ServiceStatusBuilder.builder(Samples.postgres())
            .name("shop-web")
            .context("staging")
            .health("unhealthy")
            .localPort(8080)
            .url("http://127.0.0.1:8080")
            .tags(List.of("shop"))
            .build());
  }

  private static PortStatus port(String remote, int local) {
    return new PortStatus(null, remote, List.of(new Address("127.0.0.1", local)));
  }

  private static JsonObject events() {
    JournalEntry lost =
        JournalEntry.of(JournalType.DISCONNECTED)
            .at(Samples.NOW.minusSeconds(4))
            .service("orders-db")
            .cause("the session was lost")
            .build();
    JournalEntry back =
        JournalEntry.of(JournalType.RECONNECTED).at(Samples.NOW).service("orders-db").build();
    return JsonObject.builder().put("events", List.of(lost.toJson(), back.toJson())).build();
  }

  @Test
  @EnabledIf(value = "hasJq", disabledReason = "no jq on the PATH")
  void eachLinePrintsWhatThePageShows() throws Exception {
    String page = Files.readString(PAGE);
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      StatusReply all = Samples.status();
      daemon
          .answers(
              Methods.STATUS,
              new StatusReply(all.overall(), all.daemon(), services(), List.of(), List.of())
                  .toJson())
          .answers(Methods.START, new ServicesReply(services(), List.of(), List.of()).toJson())
          .answers(Methods.EVENT_QUERY, events());

      String actual = BLOCK.matcher(page).replaceAll(block -> run(terminal, block.group(1)));

      assertThat(actual).isEqualTo(page).containsPattern(BLOCK);
    }
  }

  private String run(Terminal terminal, String line) {
    String command = line.substring("localport ".length(), line.indexOf(PIPE));
    String json = terminal.run(command.split(" ", -1)).stdout();
    try {
      Path input = Files.writeString(root.resolve("input.json"), json);
      Process jq =
          new ProcessBuilder("sh", "-c", line.substring(line.indexOf(PIPE) + " | ".length()))
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(jq.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Matcher.quoteReplacement("```\n$ %s\n%s```".formatted(line, output));
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
