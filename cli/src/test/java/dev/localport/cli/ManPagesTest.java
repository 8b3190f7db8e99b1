package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {
  @TempDir private Path folder;

  @Test
  void everyCommandHasAPageWithItsOptionsAndExamples() throws IOException {
    ManPages.write(folder);

    assertThat(names())
        .contains("localport.1", "localport-start.1", "localport-daemon-install.1")
        .doesNotContain("localport-up.1", "localport-__complete.1");
    assertThat(Files.readString(folder.resolve("localport-start.1")))
        .startsWith(".TH LOCALPORT-START 1 ")
        .contains(
            "\nlocalport\\-start \\- Start services and wait until they are up.\n",
            "\n.SH SYNOPSIS\nlocalport start [OPTIONS] [NAME...]\n",
            "\nAliases: up\n",
            "\n.TP\n\\fB\\-t, \\-\\-tag TAG\\fR\nServices with this tag. Can be repeated.\n",
            "\nlocalport start \\-\\-tag data \\-\\-no\\-wait\n")
        .doesNotContain("\\-\\-debug");
    assertThat(Files.readString(folder.resolve("localport.1")))
        .contains("\n.SH GLOBAL OPTIONS\n", "\\-\\-debug", "\n\\fBlocalport\\-start(1)\\fR\n");
  }

  /* What begins with a dot is a request, and one that man does not know would swallow the line. */
  @Test
  void noLineIsARequestByAccident() throws IOException {
    ManPages.write(folder);

    for (String name : names()) {
      assertThat(Files.readAllLines(folder.resolve(name)))
          .allMatch(line -> !line.startsWith("'"))
          .filteredOn(line -> line.startsWith("."))
          .allMatch(line -> line.matches("\\.(TH|SH|TP|PP|nf|fi)( .*)?"));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
