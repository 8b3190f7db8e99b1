package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines with {@code kubectl port-forward} become a configuration, and its services answer. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class ConfigImportIT {
  @TempDir Path temporary;
  private LocalportProgram localport;
  private Path file;
  private final List<Integer> ports = new ArrayList<>();

  @BeforeEach
  void open(TestCluster cluster) throws IOException {
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    file = localport.folder().resolve("localport.yaml");
    while (ports.size() < 3) {
      int port = Ports.quiet();
      if (!ports.contains(port)) {
        ports.add(port);
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
  }

  /** Three forwards as people write them: a variable, a line that goes on, a kind of its own. */
  private String script() {
    return """
    #!/bin/sh
    # What I start every morning.
    NS=lp-demo
    kubectl -n "$NS" port-forward svc/web %d:8000 &
    kubectl port-forward --namespace lp-other \\
      service/web %d:8000 >/dev/null 2>&1 &
    kubectl port-forward -n ${NS} deployment/faults %d:8080 &
    wait
    """
        .formatted(ports.get(0), ports.get(1), ports.get(2));
  }

  private String makefile() {
    return """
    NS ?= lp-demo

    .PHONY: forward
    forward:
    \t@kubectl -n $(NS) port-forward svc/web %d:8000 &
    \tkubectl -n lp-other port-forward svc/web %d:8000 &
    \tkubectl -n $(NS) port-forward deploy/faults %d:8080
    """
        .formatted(ports.get(0), ports.get(1), ports.get(2));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(localport.folder().resolve(name), text);
  }

  private Result run(String... words) throws IOException, InterruptedException {
    Result result = localport.run(words);
    assertThat(result.exit()).as(result.toString()).isZero();
    return result;
  }

  private void assertThatAllAnswer() throws IOException, InterruptedException {
    run("config", "validate", "--strict");
    run("start", "--timeout", "55");
    String web = Http.pod(ports.get(0));
    assertThat(web).startsWith("web-");
    assertThat(Http.pod(ports.get(1))).startsWith("web-").isNotEqualTo(web);
    assertThat(Http.pod(ports.get(2))).startsWith("faults-");
  }

  @Test
  void theForwardsOfAScriptAnswerOnTheirPorts() throws IOException, InterruptedException {
    write("pf.sh", script());

    Result dry = run("config", "import", "--dry-run", "pf.sh");
    assertThat(file).doesNotExist();
    assertThat(run("config", "import", "pf.sh").stdout())
        .isEqualTo("wrote localport.yaml: 3 services\n");

    assertThat(Files.readString(file)).isEqualTo(dry.stdout());
    assertThatAllAnswer();
  }

  @Test
  void theForwardsOfAMakefileAreFoundInItsFolder() throws IOException, InterruptedException {
    write("Makefile", makefile());

    Result result = run("config", "import");

    assertThat(result.stdout()).isEqualTo("wrote localport.yaml: 3 services\n");
    assertThat(result.stderr()).contains("read Makefile: ", "3 forwards");
    assertThatAllAnswer();
  }

  @Test
  void standardInputIsAddedToAFileWhoseCommentsStay() throws IOException, InterruptedException {
    String before =
        """
        # our services
        version: "1.0"

        services:
          # the shop
          - name: shop # by hand
            connection: {resource_name: web, namespace: lp-demo}
            ports: ["%d:8000"]   # as always
        """
            .formatted(ports.get(0));
    Files.writeString(file, before);
    write("pf.sh", script());

    assertThat(importedFrom("pf.sh", "--dry-run", "--merge").exit()).isZero();
    assertThat(file).hasContent(before);
    Result refused = importedFrom("pf.sh");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.stderr())
        .contains(
            "localport.yaml already exists; add to it with --merge, or look first with --dry-run");
    assertThat(file).hasContent(before);

    Result merged = importedFrom("pf.sh", "--merge");

    assertThat(merged.exit()).as(merged.toString()).isZero();
    assertThat(merged.stdout()).isEqualTo("added to localport.yaml: 2 services\n");
    assertThat(merged.stderr()).contains("localport.yaml already has shop; left as it is");
    assertThat(Files.readString(file)).startsWith(before);
    assertThatAllAnswer();
    assertThat(importedFrom("pf.sh", "--merge").stdout())
        .isEqualTo("localport.yaml is unchanged\n");
  }

  private Result importedFrom(String name, String... options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("config", "import", "-"));
    words.addAll(List.of(options));
    ProcessBuilder builder = localport.builder(words.toArray(String[]::new));
    builder.redirectInput(localport.folder().resolve(name).toFile());
    try (RunningProgram running = RunningProgram.start(builder)) {
      return running.awaitEnd();
    }
  }
}
