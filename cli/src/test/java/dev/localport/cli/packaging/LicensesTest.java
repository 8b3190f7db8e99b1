package dev.localport.cli.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link ImageIT} has the jars of the image; these are jars of all kinds. */
class LicensesTest {
  @TempDir private Path folder;

  private Path jars;
  private Path sources;
  private Path target;

  @BeforeEach
  void folders() throws IOException {
    jars = Files.createDirectories(folder.resolve("jars"));
    sources = Files.createDirectories(folder.resolve("sources"));
    target = folder.resolve("licenses");
    Files.writeString(folder.resolve("LICENSE"), "the Apache License");
    Files.createDirectories(sources.resolve("lines/license"));
    Files.writeString(sources.resolve("lines/license/BSD.txt"), "from the source tree");
    Files.writeString(
        sources.resolve("libraries"),
        """
        # name      license       texts

        lines-*.jar  BSD-3-Clause  lines
        slf4j-*.jar  MIT  -
        yaml-*.jar   Apache-2.0 OR EPL-2.0   -
        """);
  }

  @Test
  void listsEachJarWithItsLicenseAndTheTextFromTheJarOrFromTheSourceTree() throws IOException {
    jar("yaml-2.jar", "org/yaml/License.class");
    jar("lines-reader-4.jar", "org/lines/LICENSE");
    jar("lines-style-4.jar");
    jar("slf4j-2.jar", "META-INF/LICENSE.txt", "META-INF/Parser-LICENSE");

    write();

    assertThat(target.resolve("THIRD-PARTY.txt"))
        .hasContent(
            """
            lines-reader-4.jar
              BSD-3-Clause: lines/
            lines-style-4.jar
              BSD-3-Clause: lines/
            slf4j-2.jar
              MIT: slf4j-2/
            yaml-2.jar
              Apache-2.0 OR EPL-2.0: Apache-2.0.txt
            """);
    assertThat(target.resolve("lines/license/BSD.txt")).hasContent("from the source tree");
    assertThat(target.resolve("slf4j-2/LICENSE.txt")).hasContent("text of META-INF/LICENSE.txt");
    assertThat(target.resolve("slf4j-2/Parser-LICENSE")).exists();
    assertThat(target.resolve("Apache-2.0.txt")).hasContent("the Apache License");
  }

  @Test
  void aJarWithoutALicenseFails() throws IOException {
    jar("unknown-1.jar", "META-INF/LICENSE");

    assertThatThrownBy(this::write)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no license for unknown-1.jar; add it to " + sources.resolve("libraries"));
  }

  @Test
  void aJarWhoseTextIsMissingFails() throws IOException {
    jar("slf4j-2.jar", "org/slf4j/LICENSE.txt");

    assertThatThrownBy(this::write)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no text of MIT for slf4j-2.jar");
  }

  @Test
  void aFolderThatIsNotThereFails() throws IOException {
    Trees.delete(sources.resolve("lines"));
    jar("lines-reader-4.jar");

    assertThatThrownBy(this::write).isInstanceOf(IOException.class);
  }

  @Test
  void aLineThatIsNoLineFails() throws IOException {
    Files.writeString(sources.resolve("libraries"), "slf4j-*.jar MIT -\n");

    assertThatThrownBy(this::write)
        .hasMessage("not a name, a license and a folder: slf4j-*.jar MIT -");
  }

  private void write() throws IOException {
    new Licenses(jars, sources, folder.resolve("LICENSE"), target).write();
  }

  private void jar(String name, String... entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(jars.resolve(name));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(("text of " + entry).getBytes(UTF_8));
      }
    }
  }
}
