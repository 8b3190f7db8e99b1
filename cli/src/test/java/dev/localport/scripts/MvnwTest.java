package dev.localport.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvnwTest {
  private static final String ARCHIVE = "/apache-maven-9.9.9-bin.tar.gz";

  @TempDir private Path temporary;

  private ArchiveServer server;
  private Path home;
  private Path jdk;

  @BeforeEach
  void serveAMavenThatPrintsWhatItIsGiven() throws IOException, InterruptedException {
    home = Files.createDirectory(temporary.resolve("home"));
    jdk = Script.fakeJdk(temporary.resolve("jdk"), "25.0.1");
    Script.executable(
        temporary.resolve("apache-maven-9.9.9/bin/mvn"),
        "echo \"$JAVA_HOME|$MAVEN_OPTS|$PWD\"; printf '%s\\n' \"$@\"");
    server = new ArchiveServer(ARCHIVE, ArchiveServer.pack(temporary, "apache-maven-9.9.9"));
  }

  @AfterEach
  void stopServing() {
    server.close();
  }

  @Test
  void runsTheDownloadedMavenOnTheJdkAtTheRootWithAllArguments()
      throws IOException, InterruptedException {
    Script.Result result =
        mvnw(server.sum("SHA-512")).with("MAVEN_OPTS", "-Xmx1g").run("-q", "a b", "");

    assertThat(result.stdout().lines())
        .containsExactly(
            "%s|%s -Xmx1g|%s"
                .formatted(
                    jdk,
                    "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                        + " -Djansi.noreset=true",
                    Script.projectRoot()),
            "-q",
            "a b",
            "");
    assertThat(result.exit()).isZero();
  }

  @Test
  void downloadsOnlyOnce() throws IOException, InterruptedException {
    mvnw(server.sum("SHA-512")).run("first");

    Script.Result result = mvnw(server.sum("SHA-512")).run("second");

    assertThat(result.stdout()).endsWith("\nsecond\n");
    assertThat(result.stderr()).isEmpty();
    assertThat(server.downloads()).isEqualTo(1);
  }

  @Test
  void refusesAndRemovesAFileThatIsNotTheExpectedOne() throws IOException, InterruptedException {
    String expected = "0".repeat(128);

    Script.Result result = mvnw(expected).run("verify");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .endsWith(
            """
            mvnw: %s is not the expected file and is not used:
              SHA-512 expected %s
              SHA-512 found    %s
            """
                .formatted(server.url(), expected, server.sum("SHA-512")));
    assertThat(filesIn(home)).isEmpty();
  }

  @Test
  void saysWhatToDoWhenTheDownloadFails() throws IOException, InterruptedException {
    server.loses();

    Script.Result result = mvnw(server.sum("SHA-512")).run("verify");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr())
        .endsWith(
            "mvnw: cannot download %s; check the network, or install Maven 3.8.6 or newer\n"
                .formatted(server.url()));
    assertThat(filesIn(home)).isEmpty();
  }

  @Test
  void takesTheFirstNewEnoughJdkOfTheUsualPlaces() throws IOException, InterruptedException {
    Path old = Script.fakeJdk(temporary.resolve("old"), "24.0.2");
    Path java8 = Script.fakeJdk(temporary.resolve("java8"), "1.8.0_452");
    Path early = Script.fakeJdk(temporary.resolve("early"), "26-ea");

    Script.Result result =
        mvnw(server.sum("SHA-512"))
            .with("JAVA_HOME", old)
            .with("LOCALPORT_JDK_PLACES", old + ":" + java8 + ":" + early + ":" + jdk)
            .with("PATH", Script.toolsWithoutJava(temporary))
            .run("verify");

    assertThat(result.stdout()).startsWith(early + "|");
  }

  @Test
  void takesTheJavaOfThePathBeforeTheUsualPlacesAndFollowsItsLinks()
      throws IOException, InterruptedException {
    Path tools = Script.toolsWithoutJava(temporary);
    Path onPath = Script.fakeJdk(temporary.resolve("on-path"), "25");
    Files.createSymbolicLink(tools.resolve("alternative"), onPath.resolve("bin/java"));
    Files.createSymbolicLink(tools.resolve("java"), Path.of("alternative"));

    Script.Result result =
        mvnw(server.sum("SHA-512"))
            .with("JAVA_HOME", "")
            .with("LOCALPORT_JDK_PLACES", jdk)
            .with("PATH", tools)
            .run("verify");

    assertThat(result.stdout()).startsWith(onPath + "|");
  }

  @Test
  void saysHowToGetAJdkWhenThereIsNone() throws IOException, InterruptedException {
    Script.Result result =
        mvnw(server.sum("SHA-512"))
            .with("JAVA_HOME", temporary.resolve("nowhere"))
            .with("PATH", Script.toolsWithoutJava(temporary))
            .with("LOCALPORT_JDK", "none")
            .run("verify");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .startsWith("LocalPort needs a JDK 25 or newer and found none:")
        .endsWith("or set JAVA_HOME to the one you have.\n");
    assertThat(server.downloads()).isEqualTo(0);
  }

  private Script mvnw(String sha512) throws IOException {
    Path properties = temporary.resolve("maven-wrapper.properties");
    Files.writeString(
        properties,
        """
        distributionUrl=%s
        distributionSha512Sum=%s
        """
            .formatted(server.url(), sha512));
    return new Script(Script.projectRoot().resolve("mvnw"), temporary)
        .with("HOME", home)
        .with("JAVA_HOME", jdk)
        .with("LOCALPORT_JDK_PLACES", "")
        .with("LOCALPORT_MVNW_INSTALLED", "ignore")
        .with("LOCALPORT_MVNW_PROPERTIES", properties);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
