package dev.localport.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With the jar that it is for; once picocli has newer class files, all this can go. */
class OldClassesTest {
  private static final int JAVA_5 = 49;
  private static final int JAVA_8 = 52;

  @TempDir private Path folder;

  private Path jar;

  @BeforeEach
  void picocli() throws IOException, URISyntaxException {
    URL place = CommandLine.class.getProtectionDomain().getCodeSource().getLocation();
    jar = Files.copy(Path.of(place.toURI()), folder.resolve("picocli.jar"));
  }

  @Test
  void raisesEachOldClass() throws IOException {
    assertThat(version("picocli/CommandLine$Model$ArgSpec.class")).isEqualTo(JAVA_5);
    int before = entries();

    assertThat(OldClasses.raise(jar)).isTrue();

    assertThat(version("picocli/CommandLine$Model$ArgSpec.class")).isEqualTo(JAVA_8);
    assertThat(entries()).isEqualTo(before);
    assertThat(OldClasses.raise(jar)).as("there are none left").isFalse();
  }

  @Test
  void whatWasRaisedPassesTheVerifier() throws Exception {
    OldClasses.raise(jar);

    ClassLoader jdk = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, jdk)) {
      for (String name : new String[] {"", "$Model$OptionSpec", "$Help", "$Interpreter"}) {
        Class<?> raised = Class.forName("picocli.CommandLine" + name, true, loader);
        assertThat(raised.getClassLoader()).isSameAs(loader);
      }
    }
  }

  private int version(String entry) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        DataInputStream bytes = new DataInputStream(zip.getInputStream(zip.getEntry(entry)))) {
      bytes.skipNBytes(Integer.BYTES + Short.BYTES);
      return bytes.readUnsignedShort();
    }
  }

  private int entries() throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return Collections.list(zip.entries()).size();
    }
  }
}
