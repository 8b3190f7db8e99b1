package dev.localport.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
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

/** What {@code mvnw} does on a machine without a JDK 25: as {@code localport}, which runs it. */
class JdkDownloadTest {
  private static final String FOLDER = "jdk-25.0.4+7";

  @TempDir private Path temporary;

  private ArchiveServer server;
  private Path home;

  @BeforeEach
  void serveAJdk() throws IOException, InterruptedException {
    home = Files.createDirectory(temporary.resolve("home"));
    Script.fakeJdk(temporary.resolve(FOLDER), "25.0.4");
    server = new ArchiveServer("/jdk.tar.gz", ArchiveServer.pack(temporary, FOLDER));
  }

  @AfterEach
  void stopServing() {
    server.close();
  }

  @Test
  void downloadsTheJdkOfThePlatformOnceAndSaysSo() throws IOException, InterruptedException {
    String sum = server.sum("SHA-256");
    Path cache = home.resolve(".cache/localport/jdk/" + sum.substring(0, 16));

    Script.Result first = mvnw(sum).run("verify");
    Script.Result second = mvnw(sum).run("verify");

    assertThat(first.stderr())
        .startsWith("mvnw: no JDK 25 or newer found; downloading Eclipse Temurin 25.0.4+7 for ")
        .endsWith(
            """
             once
              from %s
              into %s (LOCALPORT_JDK=none forbids it)
            """
                .formatted(server.url(), cache));
    assertThat(first.stdout()).isEqualTo(cache.resolve(FOLDER) + "\n");
    assertThat(second.stdout()).isEqualTo(first.stdout());
    assertThat(second.stderr()).isEmpty();
    assertThat(server.downloads()).isEqualTo(1);
  }

  @Test
  void theCacheOfTheUserMayBeElsewhere() throws IOException, InterruptedException {
    Path cache = temporary.resolve("xdg");

    Script.Result result = mvnw(server.sum("SHA-256")).with("XDG_CACHE_HOME", cache).run("verify");

    assertThat(result.stdout()).startsWith(cache + "/localport/jdk/");
  }

  @Test
  void refusesAndRemovesAFileThatIsNotTheExpectedOne() throws IOException, InterruptedException {
    String expected = server.sum("SHA-256");
    server.sends("something else".getBytes(UTF_8));

    Script.Result result = mvnw(expected).run("verify");

    assertFails(result);
    assertThat(result.stderr())
        .endsWith(
            """
            mvnw: %s is not the expected file and is not used:
              SHA-256 expected %s
              SHA-256 found    %s
            """
                .formatted(server.url(), expected, server.sum("SHA-256")));
  }

  @Test
  void saysWhatToDoWhenTheDownloadBreaksOffOrIsNotThere() throws IOException, InterruptedException {
    String sum = server.sum("SHA-256");
    server.breaksOff();
    Script.Result broken = mvnw(sum).run("verify");
    server.loses();
    Script.Result lost = mvnw(sum).run("verify");

    for (Script.Result result : List.of(broken, lost)) {
      assertFails(result);
      assertThat(result.stderr())
          .endsWith(
              "mvnw: cannot download %s; check the network, or install a JDK 25 and try again\n"
                  .formatted(server.url()));
    }
  }

  @Test
  void saysWhatToDoWhenTheExpectedFileIsNoArchive() throws IOException, InterruptedException {
    server.sends("no archive".getBytes(UTF_8));

    Script.Result result = mvnw(server.sum("SHA-256")).run("verify");

    assertFails(result);
    assertThat(result.stderr())
        .contains("mvnw: %s cannot be unpacked into ".formatted(server.url()))
        .endsWith("; install a JDK 25 and try again\n");
  }

  @Test
  void aJdkThatIsTooOldIsNotUsed() throws IOException, InterruptedException {
    Script.fakeJdk(temporary.resolve(FOLDER), "24.0.2");
    server.sends(ArchiveServer.pack(temporary, FOLDER));

    Script.Result result = mvnw(server.sum("SHA-256")).run("verify");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr())
        .endsWith("mvnw: %s contains no JDK 25 or newer\n".formatted(server.url()));
  }

  @Test
  void downloadsNothingWhereThatIsForbidden() throws IOException, InterruptedException {
    Script.Result result = mvnw(server.sum("SHA-256")).with("LOCALPORT_JDK", "none").run("verify");

    assertFails(result);
    assertThat(result.stderr()).startsWith("LocalPort needs a JDK 25 or newer and found none:");
    assertThat(server.downloads()).isZero();
  }

  @Test
  void aPlatformWithoutASumGetsWords() throws IOException, InterruptedException {
    Script.Result result = mvnw("").run("verify");

    assertFails(result);
    assertThat(result.stderr()).startsWith("LocalPort needs a JDK 25 or newer and found none:");
    assertThat(server.downloads()).isZero();
  }

  @Test
  void eachPlatformOfTheProjectHasAnAddressAndASum() throws IOException {
    List<String> lines = Files.readAllLines(Script.projectRoot().resolve(".mvn/jdk.properties"));

    assertThat(lines.stream().filter(line -> line.contains(".url=")))
        .isNotEmpty()
        .allMatch(line -> line.contains("=https://github.com/adoptium/temurin25-binaries/"))
        .allMatch(line -> hasSum(lines, line.substring(0, line.indexOf('.'))));
  }

  private static boolean hasSum(List<String> lines, String platform) {
    return lines.stream().anyMatch(line -> line.matches(platform + "\\.sha256=[0-9a-f]{64}"));
  }

  private void assertFails(Script.Result result) throws IOException {
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout()).isEmpty();
    try (Stream<Path> left = Files.walk(home)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  /** With an installed Maven that prints its JDK, and nothing of Java where a JDK is looked for. */
  private Script mvnw(String sum) throws IOException {
    Path tools = Script.toolsWithoutJava(temporary);
    Script.executable(
        tools.resolve("mvn"),
        "case ${1:-} in --version) echo 'Apache Maven 3.9.9' ;; *) echo \"$JAVA_HOME\" ;; esac");
    Path properties = temporary.resolve("jdk.properties");
    Files.writeString(properties, "version=25.0.4+7\n" + platforms(sum));
    return new Script(Script.projectRoot().resolve("mvnw"), temporary)
        .with("HOME", home)
        .with("PATH", tools)
        .with("LOCALPORT_JDK_PLACES", "")
        .with("LOCALPORT_JDK_PROPERTIES", properties);
  }

  /** Of each platform that these tests run on. */
  private String platforms(String sum) {
    StringBuilder lines = new StringBuilder();
    for (String system : List.of("linux", "alpine", "macos")) {
      for (String machine : List.of("x64", "aarch64")) {
        lines.append("%1$s-%2$s.url=%3$s%n".formatted(system, machine, server.url()));
        lines.append("%1$s-%2$s.sha256=%3$s%n".formatted(system, machine, sum));
      }
    }
    return lines.toString();
  }
}
