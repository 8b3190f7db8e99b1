package dev.localport.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvnwTest {
  private static final String ARCHIVE = "/apache-maven-9.9.9-bin.tar.gz";

  private static final List<String> TOOLS =
      List.of(
          "cat curl cut gzip mkdir mktemp mv readlink rm sed sha512sum shasum tar uname wget"
              .split(" ", -1));

  @TempDir private Path temporary;

  private final AtomicInteger downloads = new AtomicInteger();
  private HttpServer server;
  private byte[] archive;
  private Path home;
  private Path jdk;

  @BeforeEach
  void serveAMavenThatPrintsWhatItIsGiven() throws IOException, InterruptedException {
    home = Files.createDirectory(temporary.resolve("home"));
    jdk = Script.fakeJdk(temporary.resolve("jdk"), "25.0.1");
    archive = packMaven();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        ARCHIVE,
        exchange -> {
          downloads.incrementAndGet();
          try (exchange) {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
          }
        });
    server.start();
  }

  @AfterEach
  void stopServing() {
    server.stop(0);
  }

  private byte[] packMaven() throws IOException, InterruptedException {
    Script.executable(
        temporary.resolve("apache-maven-9.9.9/bin/mvn"),
        "echo \"$JAVA_HOME|$MAVEN_OPTS|$PWD\"; printf '%s\\n' \"$@\"");
    Path tar = temporary.resolve("maven.tar.gz");
    Script pack =
        new Script(Script.executable(temporary.resolve("pack"), "exec tar \"$@\""), temporary);
    assertThat(pack.run("-czf", tar.toString(), "apache-maven-9.9.9").exit()).isZero();
    return Files.readAllBytes(tar);
  }

  @Test
  void runsTheDownloadedMavenOnTheJdkAtTheRootWithAllArguments()
      throws IOException, InterruptedException {
    Script.Result result = mvnw(sha512(archive)).with("MAVEN_OPTS", "-Xmx1g").run("-q", "a b", "");

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
    mvnw(sha512(archive)).run("first");

    Script.Result result = mvnw(sha512(archive)).run("second");

    assertThat(result.stdout()).endsWith("\nsecond\n");
    assertThat(result.stderr()).isEmpty();
    assertThat(downloads).hasValue(1);
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
            mvnw: %s is not the file that was expected, and is not used:
              SHA-512 expected %s
              SHA-512 found    %s
            """
                .formatted(url(), expected, sha512(archive)));
    assertThat(filesIn(home)).isEmpty();
  }

  @Test
  void saysWhatToDoWhenTheDownloadFails() throws IOException, InterruptedException {
    server.removeContext(ARCHIVE);

    Script.Result result = mvnw(sha512(archive)).run("verify");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr())
        .endsWith(
            "mvnw: cannot download %s; check the network, or install Maven 3.8.6 or newer\n"
                .formatted(url()));
    assertThat(filesIn(home)).isEmpty();
  }

  @Test
  void takesTheFirstNewEnoughJdkOfTheUsualPlaces() throws IOException, InterruptedException {
    Path old = Script.fakeJdk(temporary.resolve("old"), "24.0.2");
    Path java8 = Script.fakeJdk(temporary.resolve("java8"), "1.8.0_452");
    Path early = Script.fakeJdk(temporary.resolve("early"), "26-ea");

    Script.Result result =
        mvnw(sha512(archive))
            .with("JAVA_HOME", old)
            .with("LOCALPORT_JDK_PLACES", old + ":" + java8 + ":" + early + ":" + jdk)
            .with("PATH", toolsWithoutJava())
            .run("verify");

    assertThat(result.stdout()).startsWith(early + "|");
  }

  @Test
  void takesTheJavaOfThePathBeforeTheUsualPlacesAndFollowsItsLinks()
      throws IOException, InterruptedException {
    Path tools = toolsWithoutJava();
    Path onPath = Script.fakeJdk(temporary.resolve("on-path"), "25");
    Files.createSymbolicLink(tools.resolve("alternative"), onPath.resolve("bin/java"));
    Files.createSymbolicLink(tools.resolve("java"), Path.of("alternative"));

    Script.Result result =
        mvnw(sha512(archive))
            .with("JAVA_HOME", "")
            .with("LOCALPORT_JDK_PLACES", jdk)
            .with("PATH", tools)
            .run("verify");

    assertThat(result.stdout()).startsWith(onPath + "|");
  }

  @Test
  void saysHowToGetAJdkWhenThereIsNone() throws IOException, InterruptedException {
    Script.Result result =
        mvnw(sha512(archive))
            .with("JAVA_HOME", temporary.resolve("nowhere"))
            .with("PATH", toolsWithoutJava())
            .run("verify");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .startsWith("LocalPort needs a JDK 25 or newer, and found none:")
        .endsWith("or set JAVA_HOME to the one that you have.\n");
    assertThat(downloads).hasValue(0);
  }

  private Script mvnw(String sha512) throws IOException {
    Path properties = temporary.resolve("maven-wrapper.properties");
    Files.writeString(
        properties,
        """
        distributionUrl=%s
        distributionSha512Sum=%s
        """
            .formatted(url(), sha512));
    return new Script(Script.projectRoot().resolve("mvnw"), temporary)
        .with("HOME", home)
        .with("JAVA_HOME", jdk)
        .with("LOCALPORT_JDK_PLACES", "")
        .with("LOCALPORT_MVNW_INSTALLED", "ignore")
        .with("LOCALPORT_MVNW_PROPERTIES", properties);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + ARCHIVE;
  }

  /** A folder for the PATH with what mvnw needs, since java may lie beside the real ones. */
  private Path toolsWithoutJava() throws IOException {
    Path tools = Files.createDirectories(temporary.resolve("tools"));
    for (String tool : TOOLS) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(folder, tool);
        if (Files.exists(real)) {
          Script.executable(tools.resolve(tool), "exec %s \"$@\"".formatted(real));
        }
      }
    }
    return tools;
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha512(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
