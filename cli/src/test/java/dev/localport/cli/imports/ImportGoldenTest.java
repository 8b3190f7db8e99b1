package dev.localport.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What files of other tools become, compared whole: the configuration, then the notes for the user.
 * With {@code -Dgolden.write=true} the expectations are written again instead.
 */
class ImportGoldenTest {
  @TestFactory
  Stream<DynamicTest> everyFileBecomesWhatIsExpected() {
    return ImportedFiles.all().stream()
        .map(file -> DynamicTest.dynamicTest(ImportedFiles.label(file), () -> assertBecomes(file)));
  }

  private static void assertBecomes(Path file) throws IOException {
    Path expected = file.resolveSibling(file.getFileName() + ImportedFiles.EXPECTED);

    String actual = imported(ImportedFiles.source(file));

    if (Boolean.getBoolean("golden.write")) {
      Path _ = Files.writeString(expected, actual);
    } else {
      assertThat(actual).isEqualTo(Files.readString(expected));
    }
  }

  private static String imported(Source source) {
    try {
      Importer.Found found = Importer.read(List.of(source));
      Written written = Written.fresh(found);
      assertThat(ConfigReader.read("x.yaml", written.text(), true, Map.of()))
          .as(written.text())
          .isInstanceOf(ConfigResult.Loaded.class);
      StringBuilder all = new StringBuilder(written.text());
      found.files().forEach(file -> all.append("--- ").append(file.format()).append('\n'));
      written.notes().forEach(note -> all.append("note: ").append(note).append('\n'));
      written.missing().forEach(note -> all.append("not imported: ").append(note).append('\n'));
      return all.toString();
    } catch (ImportException e) {
      return "error: " + e.getMessage() + "\n";
    }
  }
}
