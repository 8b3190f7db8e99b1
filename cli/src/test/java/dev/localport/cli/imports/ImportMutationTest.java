package dev.localport.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Files with random damage, from fixed seeds: whatever is in them, they are read or refused with a
 * message, and what is written is a configuration that loads.
 */
class ImportMutationTest {
  private static final int ROUNDS = 40;
  private static final List<String> PIECES =
      List.of(
          "$",
          "${",
          "}",
          "$(",
          ")",
          "'",
          "\"",
          "`",
          "\\",
          "\n",
          "#",
          "{{",
          "}}",
          "[",
          "]",
          "{",
          ":",
          "-",
          "&a ",
          "*a",
          "<<",
          "\t",
          "\u0001",
          "\u2028",
          "\uD83D\uDE00",
          "\uD83D",
          "0",
          "99999",
          "-n ",
          " --context=${X} ",
          " --context '${X:y}'",
          "port-forward ",
          "kubectl port-forward svc/a 1:1;",
          "for x in ",
          "done",
          "esac",
          "case ",
          "() {",
          "A=(",
          "<<EOF\n",
          "null",
          "~",
          "!!set ",
          ",",
          "|");

  @TestFactory
  Stream<DynamicTest> damagedFilesAreReadOrRefused() {
    return ImportedFiles.all().stream()
        .map(file -> DynamicTest.dynamicTest(ImportedFiles.label(file), () -> damage(file)));
  }

  private static void damage(Path file) throws IOException {
    Source source = ImportedFiles.source(file);
    Random random = new Random(ImportedFiles.label(file).hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      String text = damaged(source.text(), random);
      String name = random.nextInt(4) == 0 ? "" : source.name();
      assertIsReadOrRefused(new Source("x", name, text), round);
    }
  }

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(6); i >= 0 && !damaged.isEmpty(); i--) {
      int from = random.nextInt(damaged.length());
      int to = Math.min(damaged.length(), from + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> damaged.delete(from, to);
        case 1 -> damaged.insert(from, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> damaged.insert(from, damaged.substring(from, to));
        default -> damaged.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return damaged.toString();
  }

  private static void assertIsReadOrRefused(Source source, int round) {
    try {
      Written written = Written.fresh(Importer.read(List.of(source)));
      assertThat(ConfigReader.read("x.yaml", written.text(), true, Map.of()))
          .as("round %d of %s becomes%n%s", round, source.text(), written.text())
          .isInstanceOf(ConfigResult.Loaded.class);
    } catch (ImportException e) {
      assertThat(e.getMessage()).startsWith("x:").doesNotContain("Exception", "com.fasterxml");
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("round %d of%n%s".formatted(round, source.text()), e);
    }
  }
}
