package dev.localport.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With a Java that is a script: it makes the caches it is asked for, and takes each that exists.
 */
class AotCachesTest {
  private static final String MAKES_ALL =
      """
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=*) echo made >"${argument#*=}" ;;
          */daemon.new | */quick.new) echo made >"$argument" ;;
        esac
      done
      """;

  @TempDir private Path root;

  private AotCaches caches;

  @BeforeEach
  void aProject() throws IOException {
    for (String module : new String[] {"cli", "daemon"}) {
      Path app = Files.createDirectories(root.resolve(module).resolve("target/app"));
      Files.writeString(app.resolve("a.jar"), "");
    }
    Files.createDirectories(root.resolve("jdk/bin"));
    caches = new AotCaches(ProgramFiles.ofProject(root.resolve("cli"), root.resolve("jdk")));
  }

  private void javaIs(String script) throws IOException {
    Path java = Files.writeString(root.resolve("jdk/bin/java"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  private boolean exists(String cache) {
    return Files.exists(root.resolve("cli/target/aot").resolve(cache));
  }

  @Test
  void allAreMadeAndKeptWhileNoJarChanges() throws IOException, InterruptedException {
    javaIs(MAKES_ALL);
    assertThat(caches.areUsable()).isFalse();

    assertThat(caches.make()).isTrue();

    assertThat(caches.areUsable()).isTrue();
    assertThat(exists("cli.aot")).isTrue();
    assertThat(exists("quick.aot")).isTrue();
    assertThat(exists("daemon.aot")).isTrue();
    assertThat(exists("cli.new")).isFalse();
  }

  @Test
  void aJarThatWasMadeAnewMakesThemUseless() throws IOException, InterruptedException {
    javaIs(MAKES_ALL);
    assertThat(caches.make()).isTrue();

    Files.setLastModifiedTime(
        root.resolve("daemon/target/app/a.jar"),
        FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

    assertThat(caches.areUsable()).isFalse();
  }

  @Test
  void aJavaThatTakesThemNoMoreMakesThemUseless() throws IOException, InterruptedException {
    javaIs(MAKES_ALL);
    assertThat(caches.make()).isTrue();

    javaIs("exit 1\n");

    assertThat(caches.areUsable()).isFalse();
  }

  @Test
  void aRunThatFailsLeavesNoCacheAndSaysWhyInTheLog() throws IOException, InterruptedException {
    javaIs(MAKES_ALL);
    assertThat(caches.make()).isTrue();
    javaIs("echo no room; exit 1\n");

    assertThat(caches.make()).isFalse();

    assertThat(exists("cli.aot")).isFalse();
    assertThat(exists("daemon.aot")).isFalse();
    assertThat(caches.log()).hasContent("no room");
  }

  @ParameterizedTest
  @ValueSource(strings = {"daemon.new", "quick.new"})
  void oneWithoutTheOthersIsNotKept(String missing) throws IOException, InterruptedException {
    javaIs(MAKES_ALL.replace(missing, "nothing"));

    assertThat(caches.make()).isFalse();

    assertThat(exists("cli.aot")).isFalse();
  }
}
