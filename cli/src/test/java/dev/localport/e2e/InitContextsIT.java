package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} for one context after the other, into one file and into one file each. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class InitContextsIT {
  private static final Pattern LOCAL = Pattern.compile("local(_port)?: (\\d+)");
  private static final Pattern NAME = Pattern.compile("- name: (\\S+)");

  @TempDir Path temporary;
  private LocalportProgram localport;

  @BeforeEach
  void open(TestCluster cluster) throws IOException {
    SequencedMap<String, String> namespaces = new LinkedHashMap<>();
    namespaces.put("dev", "lp-demo");
    namespaces.put("stage", "lp-other");
    namespaces.put("prod", "default");
    localport =
        new LocalportProgram(
            temporary, Kubeconfigs.contexts(cluster.kubeconfig(), temporary, namespaces));
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
  }

  private String file(String name) throws IOException {
    return Files.readString(localport.folder().resolve(name));
  }

  private void init(String expected, String... options) throws IOException, InterruptedException {
    Result init = localport.run(options);
    assertThat(init.exit()).as(init.toString()).isZero();
    assertThat(init.stdout()).startsWith(expected);
  }

  private static List<String> found(Pattern pattern, int group, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(group))
        .toList();
  }

  /** What else runs on this machine may have the ports that the file names. */
  private void withFreePorts(String name) throws IOException {
    Files.writeString(
        localport.folder().resolve(name), LOCAL.matcher(file(name)).replaceAll("local$1: auto"));
  }

  private String pod(String service) throws IOException, InterruptedException {
    return Http.pod(Ports.of(localport, service));
  }

  private List<String> contexts(String... services) throws IOException, InterruptedException {
    List<JsonObject> all = localport.json("status", "-o", "json").objects("services");
    return List.of(services).stream()
        .map(name ->
            all.stream().filter(one -> one.text("name").equals(name)).findFirst().orElseThrow())
        .map(service -> service.text("context"))
        .toList();
  }

  @Test
  void oneFileGetsTheServicesOfThreeContextsEachWithANameAndAPort()
      throws IOException, InterruptedException {
    init("wrote localport.yaml: ", "init", "--yes", "--context", "dev");
    String dev = file("localport.yaml");
    init("added to localport.yaml: ", "init", "--yes", "--context", "stage");
    init("added to localport.yaml: ", "init", "--yes", "--context", "prod", "-n", "lp-other");
    init("localport.yaml is unchanged", "init", "--yes", "--context", "stage");
    init("localport.yaml is unchanged", "init", "--yes"); // the current one: dev

    String text = file("localport.yaml");
    assertThat(text).startsWith(dev);
    assertThat(found(NAME, 1, text)).contains("web", "stage-web", "prod-web");
    assertThat(found(LOCAL, 2, text)).doesNotHaveDuplicates();
    Result strict = localport.run("config", "validate", "--strict");
    assertThat(strict.exit()).as(strict.toString()).isZero();

    withFreePorts("localport.yaml");
    Result start = localport.run("start", "web", "stage-web", "prod-web", "--timeout", "55");
    assertThat(start.exit()).as(start.toString()).isZero();
    assertThat(contexts("web", "stage-web", "prod-web")).containsExactly("dev", "stage", "prod");
    assertThat(pod("stage-web")).isEqualTo(pod("prod-web")).isNotEqualTo(pod("web"));
  }

  @Test
  void filesOfTheirOwnHaveTheSameNamesAndPorts() throws IOException, InterruptedException {
    init("wrote stage.yaml: ", "init", "--yes", "-c", "stage.yaml", "--context", "stage");
    init(
        "wrote prod.yaml: ",
        "init",
        "--yes",
        "-c",
        "prod.yaml",
        "--context",
        "prod",
        "-n",
        "lp-other");

    assertThat(file("prod.yaml")).isEqualTo(file("stage.yaml").replace("stage", "prod"));
    withFreePorts("stage.yaml");
    withFreePorts("prod.yaml");
    Result stage = localport.run("start", "-c", "stage.yaml", "--timeout", "55");
    assertThat(stage.exit()).as(stage.toString()).isZero();
    String pod = pod("web");
    Result both = localport.run("start", "-c", "prod.yaml");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.stderr()).endsWith("; rename one of them, or: localport stop web\n");
    assertThat(localport.run("stop", "web").exit()).isZero();
    Result prod = localport.run("start", "-c", "prod.yaml", "--timeout", "55");
    assertThat(prod.exit()).as(prod.toString()).isZero();
    assertThat(prod.stderr()).contains("stage.yaml is no longer loaded: ");
    assertThat(pod("web")).isEqualTo(pod);
    assertThat(contexts("web")).containsExactly("prod");
  }

  @Test
  void keysChooseTheContext() throws IOException, InterruptedException {
    Path all = localport.folder().resolve("all.yaml"); // tmux runs elsewhere
    List<String> shown = List.of("dev", "prod", "stage"); // the current one is the first
    for (String context : List.of("stage", "dev", "prod")) {
      try (TmuxTerminal init =
          TmuxTerminal.run(localport.builder("init", "-c", all.toString()), 80, 24)) {
        init.await("Which context?");
        for (int i = 0; i < shown.indexOf(context); i++) {
          init.press("Down");
        }
        init.await("the cursor is at " + context, screen -> screen.contains("> " + context));
        init.press("Enter");
        init.await("Which namespaces?");
        init.press("Enter");
        init.await("Which services?");
        init.press("Enter");
        init.await("all.yaml?");
        init.press("Enter");
        init.awaitEnd();
      }
    }
    init("wrote yes.yaml: ", "init", "--yes", "-c", "yes.yaml", "--context", "stage");
    init("added to yes.yaml: ", "init", "--yes", "-c", "yes.yaml", "--context", "dev");
    init("added to yes.yaml: ", "init", "--yes", "-c", "yes.yaml", "--context", "prod");

    assertThat(file("all.yaml")).isEqualTo(file("yes.yaml"));
    assertThat(found(NAME, 1, file("all.yaml"))).startsWith("web").contains("dev-web");
    assertThat(localport.run("config", "validate", "--strict", "all.yaml").exit()).isZero();
  }
}
