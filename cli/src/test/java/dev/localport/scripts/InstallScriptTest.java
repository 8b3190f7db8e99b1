package dev.localport.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code install.sh} of a release 1.0, with a program that prints its version and nothing else. */
class InstallScriptTest {
  private static final String FOLDER = "localport-1.0";
  private static final String ARCHIVE = "localport-1.0-linux-x64.tar.gz";

  @TempDir private Path temporary;

  private ArchiveServer server;
  private Path home;
  private Path script;

  @BeforeEach
  void serveARelease() throws IOException, InterruptedException {
    home = Files.createDirectory(temporary.resolve("home"));
    Script.executable(
        temporary.resolve(FOLDER + "/bin/localport"),
        "echo \"$@\" >>'%s'; echo localport 1.0".formatted(temporary.resolve("calls")));
    server = new ArchiveServer("/" + ARCHIVE, ArchiveServer.pack(temporary, FOLDER));
    server.serves("/checksums_sha256.txt", sums(server.sum("SHA-256")));
    String text =
        Files.readString(Script.projectRoot().resolve("cli/src/main/packaging/install.sh"));
    script = temporary.resolve("install.sh");
    Files.writeString(script, text.replace("version=@VERSION@", "version=1.0"));
    Script.executable(
        temporary.resolve("uname"), "case $1 in -s) echo Linux ;; *) echo x86_64 ;; esac");
  }

  @AfterEach
  void stopServing() {
    server.close();
  }

  private static byte[] sums(String sum) {
    return "%s  %s\n%s  other.deb\n".formatted(sum, ARCHIVE, "0".repeat(64)).getBytes(UTF_8);
  }

  private Script script() throws IOException {
    return new Script(
            Script.executable(temporary.resolve("run"), "exec sh '%s' \"$@\"".formatted(script)),
            temporary)
        .with("HOME", home)
        .with("PATH", temporary + ":/usr/local/bin:/usr/bin:/bin")
        .with("LOCALPORT_BASE_URL", server.base());
  }

  @Test
  void installsForTheUserAloneAndSaysHowToGoOn() throws IOException, InterruptedException {
    Script.Result result = script().run();

    assertThat(result.exit()).as(result.stderr()).isZero();
    Path folder = home.resolve(".local/lib/localport/1.0");
    Path link = home.resolve(".local/bin/localport");
    assertThat(link.toRealPath()).isEqualTo(folder.resolve("bin/localport").toRealPath());
    assertThat(result.stdout())
        .isEqualTo(
            """
            installed localport 1.0 in %s
            command: %s
            add it to your PATH: export PATH="%s:$PATH"
            """
                .formatted(folder, link, link.resolveSibling("").toString()));
    try (var left = Files.list(home.resolve(".local/lib/localport"))) {
      assertThat(left).containsExactly(folder);
    }
  }

  @Test
  void installsAgainOverItself() throws IOException, InterruptedException {
    script().run();

    Script.Result again = script().run();

    assertThat(again.exit()).isZero();
    assertThat(again.stdout())
        .endsWith("to move a running daemon to it: localport daemon restart\n");
  }

  @Test
  void refusesAnArchiveThatIsNotTheExpectedOne() throws IOException, InterruptedException {
    String expected = "1".repeat(64);
    server.serves("/checksums_sha256.txt", sums(expected));

    Script.Result result = script().run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr())
        .endsWith(
            """
            install.sh: %s is not the expected file and is not used:
              SHA-256 expected %s
              SHA-256 found    %s
            """
                .formatted(ARCHIVE, expected, server.sum("SHA-256")));
    assertThat(home.resolve(".local/bin/localport")).doesNotExist();
    try (var left = Files.list(home.resolve(".local/lib/localport"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesAnArchiveThatTheListDoesNotName() throws IOException, InterruptedException {
    server.serves("/checksums_sha256.txt", new byte[0]);

    Script.Result result = script().run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr()).contains("expected none: it is not in checksums_sha256.txt");
  }

  @Test
  void replacesNoProgramThatIsNotItsOwn() throws IOException, InterruptedException {
    Path other = Script.executable(home.resolve(".local/bin/localport"), "exit 1");

    Script.Result result = script().run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr())
        .endsWith(
            "install.sh: %s is not a link of LocalPort; move it away and try again\n"
                .formatted(other));
  }

  @Test
  void aFileThatIsNotFromAReleaseSaysSo() throws IOException, InterruptedException {
    Script.Result result = script().with("LOCALPORT_BASE_URL", "").run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr())
        .isEqualTo("install.sh: this file is not from a release; set LOCALPORT_BASE_URL\n");
  }

  @Test
  void uninstallsAllThatItInstalled() throws IOException, InterruptedException {
    script().run();

    Script.Result result = script().run("--uninstall");

    assertThat(result.exit()).isZero();
    assertThat(home.resolve(".local/lib/localport")).doesNotExist();
    assertThat(Files.exists(home.resolve(".local/bin/localport"))).isFalse();
    assertThat(Files.readAllLines(temporary.resolve("calls")))
        .endsWith("daemon uninstall", "daemon stop");
    assertThat(script().run("--uninstall").stderr())
        .isEqualTo("install.sh: LocalPort is not installed in %s/.local\n".formatted(home));
  }
}
