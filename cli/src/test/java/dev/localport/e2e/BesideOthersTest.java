package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which end-to-end classes run at the same time: none that disturbs others, or is disturbed. */
class BesideOthersTest {
  /** Stops, pauses or restarts a part of the cluster, or changes what the seed made for all. */
  private static final Pattern FAULTS =
      Pattern.compile(
          "\\.(stop|pause)\\(\"|\\.restartContainerd\\("
              + "|\"lp-(demo|other|team)\", \"(delete\", \"(pod|deploy)|scale\"|set\"|patch\""
              + "|rollout\", \"(restart|undo))");

  private static final Pattern MEASURES =
      Pattern.compile("\\b(DaemonMemory|ProcessFigures|HostileAttack)\\b");
  private static final Pattern MARK = Pattern.compile("(?m)^@(BesideOthers|FaultsCluster)$");

  private static Stream<Path> classes() throws IOException {
    Path folder = LocalportProgram.root().resolve("cli/src/test/java/dev/localport/e2e");
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith("IT.java")).toList().stream();
    }
  }

  private static List<String> marks(String source) {
    return MARK.matcher(source).results().map(mark -> mark.group(1)).toList();
  }

  private static String oneLine(String source) {
    return source.replaceAll("\\s+", " ").replace("( ", "(");
  }

  @TestFactory
  Stream<DynamicTest> whatFaultsTheClusterOrMeasuresRunsApart() throws IOException {
    return classes()
        .map(file ->
            DynamicTest.dynamicTest(
                String.valueOf(file.getFileName()), () -> runsApart(Files.readString(file))));
  }

  private static void runsApart(String source) {
    List<String> marks = marks(source);
    assertThat(marks).as("one mark, or none: it runs alone").hasSizeLessThan(2);
    if (marks.contains("BesideOthers")) {
      assertThat(oneLine(source))
          .as("it disturbs others on the cluster: mark it @FaultsCluster")
          .doesNotContainPattern(FAULTS);
    }
    if (!marks.isEmpty()) {
      assertThat(source)
          .as("what it measures needs the machine alone")
          .doesNotContainPattern(MEASURES);
    }
  }

  @Test
  void faultsAreRecognized() {
    assertThat(
            List.of(
                "cluster.faults().pause(\"apiserver\")",
                "faults.restartContainerd(\"10s\")",
                "kubectl(\n  \"-n\", \"lp-demo\", \"delete\", \"pod\", pod)",
                "kubectl(\"-n\",\n \"lp-other\",\n \"rollout\",\n \"restart\", \"deploy/web\")"))
        .allSatisfy(source -> assertThat(oneLine(source)).containsPattern(FAULTS));
    assertThat(
            List.of(
                "localport.run(\"daemon\", \"stop\")",
                "kubectl(\"-n\", \"lp-demo\", \"rollout\", \"status\", \"deployment/web\")",
                "kubectl(\"-n\", namespace, \"delete\", \"pod\", pod)"))
        .allSatisfy(source -> assertThat(oneLine(source)).doesNotContainPattern(FAULTS));
  }
}
