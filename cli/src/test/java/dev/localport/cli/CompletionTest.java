package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code __complete} offers for a line that is being typed. */
class CompletionTest {
  @TempDir private Path root;
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
  }

  /** Completes a line, cut at blanks; it must neither fail nor say anything else. */
  private List<String> complete(String line) {
    List<String> words = new ArrayList<>(List.of("__complete", "--"));
    words.addAll(Arrays.asList(line.split(" ", -1)));
    Terminal.Result result = terminal.run(words.toArray(String[]::new));
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exit()).isZero();
    return result.stdout().lines().toList();
  }

  @Test
  void commandsAreThoseOfTheHelp() {
    assertThat(complete("")).contains("start", "status", "daemon").doesNotContain("__complete");
    assertThat(complete("st")).containsExactly("start", "status", "stop");
    assertThat(complete("daemon re")).containsExactly("reload", "restart");
    assertThat(complete("help sta")).containsExactly("start", "states", "status");
    assertThat(complete("p")).containsExactly("port", "prompt"); // not pf and ps
    assertThat(complete("nosuch ")).isEmpty();
  }

  @Test
  void optionsAreThoseOfTheCommandAndTheGlobalOnes() {
    assertThat(complete("start --"))
        .contains("--all", "--wait", "--no-wait", "--yes", "--output")
        .doesNotContain("--watch");
    assertThat(complete("status --wa")).containsExactly("--watch");
    assertThat(complete("-o json status --wa")).containsExactly("--watch");
    assertThat(complete("forward --a")).containsExactly("--all");
    assertThat(complete("forward -n shop --all --each")).containsExactly("--each-pod");
    assertThat(complete("forward -d --sel")).containsExactly("--selector");
    assertThat(complete("start -- --a")).isEmpty();
  }

  @Test
  void valuesOfOptionsStandBehindThem() {
    assertThat(complete("-o ")).containsExactly("json", "name", "table", "text", "wide");
    assertThat(complete("status --output=t")).containsExactly("--output=table", "--output=text");
    assertThat(complete("config export --format ")).containsExactly("json", "yaml");
    assertThat(complete("forward --ready ")).containsExactly("any", "only");
    assertThat(complete("completion ")).containsExactly("bash", "fish", "zsh");
    assertThat(complete("forward st")).containsExactly("statefulset/");
    assertThat(complete("status --refresh ")).isEmpty();
    assertThat(complete("cluster events --type ")).containsExactly("Normal", "Warning");
    assertThat(complete("cluster ")).containsExactly("events", "pods", "status");
  }

  @Test
  void namesComeFromTheDaemon() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, Samples.status().toJson());

      assertThat(complete("stop ")).containsExactly("admin", "orders-db", "reports", "web");
      assertThat(complete("stop admin w")).containsExactly("web");
      assertThat(complete("run admin w")).containsExactly("web");
      assertThat(complete("open w")).containsExactly("web");
      Path _ = Files.createFile(terminal.folder().resolve("work.sh"));
      assertThat(complete("run web -- w")).containsExactly("work.sh");
      assertThat(complete("status -t ")).containsExactly("data", "shop");
      assertThat(complete("forward --save ")).isEmpty();
    }
  }

  @Test
  void withoutADaemonNamesComeFromTheFileAndNoneIsStarted() throws Exception {
    Files.writeString(
        terminal.folder().resolve("localport.yaml"),
        """
        version: "1.0"
        services:
        - {name: web, tags: [a], connection: {resource_name: web}, local_port: 1, remote_port: 2}
        """);

    assertThat(complete("start ")).containsExactly("web");
    assertThat(complete("start -t ")).containsExactly("a");
    assertThat(terminal.state()).doesNotExist();
  }

  @Test
  void aFileThatIsBrokenIsNoNews() throws Exception {
    Files.writeString(terminal.folder().resolve("localport.yaml"), "services: [");

    assertThat(complete("start ")).isEmpty();
  }

  @Test
  void contextsComeFromTheKubeconfigs() throws Exception {
    Files.createDirectories(terminal.home().resolve(".kube"));
    Files.writeString(
        terminal.home().resolve(".kube/config"),
        "contexts: [{name: 'arn:aws:eks:eu:1:cluster/a'}, {name: dev}, {}, 7]");
    Files.writeString(terminal.folder().resolve("other"), "{\"contexts\": [{\"name\": \"b\"}]}");
    Files.writeString(terminal.folder().resolve("broken"), "contexts: [\"\\U99999999\"");

    assertThat(complete("forward --context ")).containsExactly("arn:aws:eks:eu:1:cluster/a", "dev");
    assertThat(complete("reconnect --context=arn:"))
        .containsExactly("--context=arn:aws:eks:eu:1:cluster/a");
    assertThat(complete("cluster status --context d")).containsExactly("dev");
    terminal.with("KUBECONFIG", "missing::broken:other");
    assertThat(complete("reconnect --context ")).containsExactly("b");
  }

  @Test
  void filesAreThoseOfTheFolder() throws Exception {
    Files.createDirectories(terminal.folder().resolve("files"));
    Files.writeString(terminal.folder().resolve("files/a.yaml"), "");
    Files.writeString(terminal.home().resolve("b.yaml"), "");

    assertThat(complete("start -c f")).containsExactly("files/");
    assertThat(complete("start -c files/")).containsExactly("files/a.yaml");
    assertThat(complete("config trust ~/b")).containsExactly("~/b.yaml");
    assertThat(complete("config trust nowhere/")).isEmpty();
  }
}
