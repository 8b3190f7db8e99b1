package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} against a real cluster, answered by keys and by none. */
@Tag("ci")
@OnRealCluster
class InitIT {
  @TempDir Path temporary;
  private LocalportProgram localport;
  private Path file;

  @BeforeEach
  void open(TestCluster cluster) throws IOException {
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    file = localport.folder().resolve("localport.yaml");
  }

  @AfterEach
  void close() throws IOException {
    localport.close();
  }

  private TmuxTerminal keys() throws IOException, InterruptedException {
    return TmuxTerminal.run(
        localport.builder("init", "-n", "lp-demo", "-c", file.toString()), 80, 24);
  }

  @Test
  void keysChooseWhatIsWrittenAndItWorks() throws IOException, InterruptedException {
    try (TmuxTerminal init = keys()) {
      init.await("Which services?");
      assertThat(init.screen()).contains("[x] web").contains("Space selects");
      deselectAllBut(init, "web");
      init.press("Enter");
      init.await("resource_name: web");
      init.press("Enter");
      init.awaitEnd();
    }

    assertThat(localport.run("config", "validate", "--strict").exit()).isZero();
    String text = Files.readString(file);
    assertThat(text).contains("- name: web").doesNotContain("resource_name: echo");
    Files.writeString(file, text.replaceFirst("local(_port)?: \\d+", "local$1: auto"));
    Result start = localport.run("start", "--timeout", "60");
    assertThat(start.exit()).as(start.toString()).isZero();
    String port = localport.run("port", "web").stdout().strip();
    assertThat(Http.get(Integer.parseInt(port), "/")).contains("testserver");
  }

  @Test
  void aPreviewThatDoesNotFitIsCutSoThatTheQuestionHasItsSubject()
      throws IOException, InterruptedException {
    try (TmuxTerminal init = keys()) {
      init.await("Which services?");
      init.press("Enter");
      String cut = init.await("Show all");
      assertThat(cut)
          .contains("version: \"1.0\"\n\nservices:\n", "  - name: crasher\n", "> Yes\n  No\n")
          .containsPattern("\\n\\.\\.\\. \\d+ more lines, with \\d+ services\n\\? Write ")
          .doesNotContain("- name: web");
      init.press("Down", "Down", "Enter");
      String whole = init.await("(Y/n)");
      assertThat(whole).contains("- name: zero").doesNotContain("more lines");
      init.press("Enter");
      init.awaitEnd();
    }

    assertThat(file).content().contains("- name: crasher", "- name: web", "- name: zero");
  }

  /* The cursor goes around; Space changes the box that it stands at. */
  private static void deselectAllBut(TmuxTerminal init, String kept)
      throws IOException, InterruptedException {
    Set<String> seen = new HashSet<>();
    String row = atCursor(init.screen());
    while (seen.add(name(row))) {
      if (row.contains("[x]") && !name(row).equals(kept)) {
        init.press("Space");
        var _ = init.await("the box is empty", screen -> atCursor(screen).contains("[ ]"));
      }
      String left = name(row);
      init.press("Down");
      row = atCursor(init.await("the cursor moves", now -> !name(atCursor(now)).equals(left)));
    }
    assertThat(seen).contains(kept);
  }

  private static String atCursor(String screen) {
    return screen.lines().filter(line -> line.startsWith(">")).findFirst().orElse("");
  }

  /* With its kind: a Service and a StatefulSet may share theirs. */
  private static String name(String row) {
    return row.replaceFirst("^> *\\[.\\] *", "").replaceFirst("  .*", "");
  }

  @Test
  void escapeLeavesEverythingAsItWas() throws IOException, InterruptedException {
    try (TmuxTerminal init = keys()) {
      init.await("Which services?");
      init.press("Escape");
      init.awaitEnd();
    }
    try (TmuxTerminal init = keys()) {
      init.await("Which services?");
      init.press("Enter");
      init.await("Write ");
      init.press("Escape");
      init.awaitEnd();
    }
    try (TmuxTerminal init = keys()) {
      init.await("Which services?");
      init.press("C-c");
      init.awaitEnd();
    }

    assertThat(file).doesNotExist();
  }

  @Test
  void withYesTheFileIsValidAndARunAgainAddsNothing() throws IOException, InterruptedException {
    Result init = localport.run("init", "--yes", "-n", "lp-demo");

    assertThat(init.exit()).as(init.toString()).isZero();
    assertThat(init.stdout()).startsWith("wrote localport.yaml: ");
    assertThat(localport.run("config", "validate", "--strict").exit()).isZero();
    String written = Files.readString(file);
    assertThat(localport.run("init", "--yes", "-n", "lp-demo").stdout())
        .isEqualTo("localport.yaml is unchanged\n");
    assertThat(Files.readString(file)).isEqualTo(written);
  }
}
