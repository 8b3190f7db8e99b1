package dev.localport.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./localport} in a project of empty files, whose mvnw makes empty jars and counts. */
class LauncherTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final FileTime BUILT = FileTime.from(Instant.parse("2020-01-02T00:00:00Z"));
  private static final List<String> PACKAGED = List.of("simulator", "daemon", "cli");
  private static final FileTime LATEST = FileTime.from(Instant.parse("2020-01-05T00:00:00Z"));
  private static final FileTime LATER = FileTime.from(Instant.parse("2020-01-03T00:00:00Z"));

  @TempDir private Path temporary;

  private Path root;

  @BeforeEach
  void projectWithSourcesOlderThanItsJars() throws IOException {
    // A temporary folder may lie behind a link, and the launcher prints where it really is.
    root = Files.createDirectory(temporary.resolve("project")).toRealPath();
    Files.createDirectory(root.resolve(".mvn"));
    copy("localport");
    for (String file : List.of("find-jdk.sh", "fetch-jdk.sh", "download.sh", "jdk.properties")) {
      copy(".mvn/" + file);
    }
    Script.executable(
        root.resolve("mvnw"),
        """
        cd "${0%/*}" && echo "$@" >>packagings
        echo '[INFO] Building LocalPort 1                 [1/6]'
        echo '[INFO] Downloading from central: https://repo/a.pom'
        echo '[INFO] Downloading from central: https://repo/b.pom'
        echo '[INFO] Building LocalPort common 1          [2/6]'
        echo '[WARNING] nothing'
        for module in simulator daemon cli; do
          mkdir -p $module/target/app
          touch $module/target/app/localport-$module-1.jar
        done\
        """);
    write("pom.xml");
    for (String module : List.of("common", "simulator", "daemon", "cli")) {
      write(module + "/pom.xml");
      write(module + "/src/main/java/A.java");
      age(module + "/src/main/java", LONG_AGO);
      age(module + "/src/main", LONG_AGO);
    }
    for (String module : PACKAGED) {
      write(jar(module));
      age(jar(module), BUILT);
    }
  }

  private static String jar(String module) {
    return "%s/target/app/localport-%s-1.jar".formatted(module, module);
  }

  @Test
  void runsThePackagedProgramAsItIsWhenNothingIsNewer() throws IOException, InterruptedException {
    Script.Result result = localport(root.resolve("localport")).run("status", "a b");

    assertThat(result.stdout().lines())
        .containsSequence(
            "@" + root + "/cli/jvm.options",
            "-Dlocalport.daemon.classpath=" + root + "/daemon/target/app/*",
            "-Dlocalport.simulator.classpath=" + root + "/simulator/target/app/*",
            "-cp",
            root + "/cli/target/app/*",
            "dev.localport.cli.Main",
            "status",
            "a b");
    assertThat(result.stderr()).isEmpty();
    assertThat(root.resolve("packagings")).doesNotExist();
  }

  @Test
  void javaAlwaysRunsWithUtf8FileNamesAndTheUsersLocaleIsKept()
      throws IOException, InterruptedException {
    Script launcher = localport(root.resolve("localport")).with("LC_ALL", "C");
    Script.executable(temporary.resolve("jdk/bin/java"), "echo $LC_ALL $LOCALPORT_LC_ALL.");

    assertThat(launcher.run("status").stdout()).isEqualTo("C.UTF-8 C.\n");
  }

  @ParameterizedTest
  @CsvSource({"status, quick", "ls, quick", "start, quick", "events, cli", "--version, cli"})
  void givesJavaTheCachesUnlessAJarIsNewer(String word, String cache)
      throws IOException, InterruptedException {
    String ofCommand = "cli/target/aot/%s.aot".formatted(cache);
    String ofDaemon = "cli/target/aot/daemon.aot";
    String command = "-XX:AOTCache=" + root + "/" + ofCommand;
    String daemon = "-Dlocalport.daemon.cache=" + root + "/" + ofDaemon;
    for (String made : List.of(ofCommand, ofDaemon)) {
      write(made);
      age(made, LATER);
    }

    Script.Result both = localport(root.resolve("localport")).run(word);
    write("daemon/target/app/changed.jar");
    age("daemon/target/app/changed.jar", FileTime.from(Instant.parse("2020-01-04T00:00:00Z")));
    Script.Result one = localport(root.resolve("localport")).run(word);
    age(ofCommand, LONG_AGO);
    Script.Result none = localport(root.resolve("localport")).run(word);

    assertThat(both.stdout().lines()).contains(command, daemon);
    assertThat(one.stdout().lines()).contains(command).doesNotContain(daemon);
    assertThat(none.stdout().lines()).doesNotContain(command, daemon);
    assertThat(none.stdout().lines()).endsWith("dev.localport.cli.Main", word);
  }

  @Test
  void bothLaunchersTakeTheSameCommandsForQuick() throws IOException {
    String launcher = Files.readString(Path.of("..", "localport"));
    String installed = Files.readString(Path.of("src/main/packaging/localport"));
    int begin = launcher.indexOf("case ${1-} in");
    String choice = launcher.substring(begin, launcher.indexOf("esac", begin));

    assertThat(choice).contains("status", "quick.aot", "cli.aot");
    assertThat(installed).contains(choice);
  }

  @Test
  void packagesOnceWhenASourceIsNewer() throws IOException, InterruptedException {
    age("common/src/main/java/A.java", LATER);

    Script.Result first = localport(root.resolve("localport")).run("status");
    Script.Result second = localport(root.resolve("localport")).run("status");

    assertThat(first.stderr())
        .isEqualTo(
            """
            localport: packaging the program (its first run here, or its sources changed)
            localport: downloading what the build needs, once
            localport: building common [2/6]
            """);
    assertThat(first.stdout()).endsWith("dev.localport.cli.Main\nstatus\n");
    assertThat(second.stderr()).isEmpty();
    assertThat(root.resolve("packagings"))
        .hasContent("-B -Dstyle.color=never package -Dmaven.test.skip=true");
    assertThat(root.resolve("target/package.lock")).doesNotExist();
  }

  @Test
  void packagesWhenASourceWasRemovedOrAPomChangedOrAJarIsMissing()
      throws IOException, InterruptedException {
    age("daemon/src/main/java", LATER);
    localport(root.resolve("localport")).run("removed");
    Files.delete(root.resolve(jar("cli")));
    localport(root.resolve("localport")).run("missing");
    age(jar("daemon"), BUILT);
    age("pom.xml", LATER);
    localport(root.resolve("localport")).run("pom");

    assertThat(Files.readAllLines(root.resolve("packagings"))).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "pom.xml, simulator daemon cli",
    "common/pom.xml, daemon cli",
    "common/src/main/java/A.java, daemon cli",
    "simulator/src/main/java/A.java, simulator",
    "daemon/pom.xml, daemon",
    "cli/src/main/java/A.java, cli"
  })
  void packagesWhenAJarIsOlderThanWhatItIsMadeOf(String changed, String jars)
      throws IOException, InterruptedException {
    age(changed, LATER);
    for (String module : PACKAGED) {
      ageAll(LATEST);
      age(jar(module), BUILT);
      Files.deleteIfExists(root.resolve("packagings"));

      localport(root.resolve("localport")).run("status");

      assertThat(Files.exists(root.resolve("packagings")))
          .as(module)
          .isEqualTo(List.of(jars.split(" ", -1)).contains(module));
    }
  }

  private void ageAll(FileTime time) throws IOException {
    for (String module : PACKAGED) {
      age(jar(module), time);
    }
  }

  @Test
  void followsLinksToItself() throws IOException, InterruptedException {
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("second"), Path.of("../project/localport"));
    Files.createSymbolicLink(bin.resolve("first"), bin.resolve("second"));

    Script.Result result = localport(bin.resolve("first")).run("status");

    assertThat(result.stdout()).contains("\n" + root + "/cli/target/app/*\n");
  }

  @Test
  void takesOverTheLockOfAProcessThatIsGone() throws IOException, InterruptedException {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createDirectory(root.resolve("target"));
    Files.createSymbolicLink(
        root.resolve("target/package.lock"), Path.of(Long.toString(gone.pid())));
    age("pom.xml", LATER);

    Script.Result result = localport(root.resolve("localport")).run("status");

    assertThat(result.exit()).isZero();
    assertThat(Files.readAllLines(root.resolve("packagings"))).hasSize(1);
  }

  @Test
  void runsNothingWhenPackagingFails() throws IOException, InterruptedException {
    Script.executable(root.resolve("mvnw"), "echo '[INFO] x'; echo '[ERROR] broken'; exit 1");
    age("pom.xml", LATER);

    Script.Result result = localport(root.resolve("localport")).run("status");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .endsWith(
            "\n[ERROR] broken\nlocalport: packaging failed; see above, and %s/target/package.log\n"
                .formatted(root))
        .doesNotContain("[INFO]");
    assertThat(root.resolve("target/package.lock")).doesNotExist();
  }

  private Script localport(Path script) throws IOException {
    return new Script(script, temporary)
        .with("JAVA_HOME", Script.fakeJdk(temporary.resolve("jdk"), "25.0.1"));
  }

  private void copy(String file) throws IOException {
    Path original = Script.projectRoot().resolve(file);
    Files.copy(original, root.resolve(file));
    Files.setPosixFilePermissions(root.resolve(file), Files.getPosixFilePermissions(original));
  }

  private void write(String file) throws IOException {
    Files.createDirectories(root.resolve(file).resolveSibling(""));
    Files.writeString(root.resolve(file), "");
    age(file, LONG_AGO);
  }

  private void age(String file, FileTime time) throws IOException {
    Files.setLastModifiedTime(root.resolve(file), time);
  }
}
