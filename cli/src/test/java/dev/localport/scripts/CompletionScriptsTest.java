package dev.localport.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The completion scripts in their shells, with a program of straw that tells the words it was given
 * and offers what the test says.
 */
class CompletionScriptsTest {
  @TempDir Path folder;

  @BeforeEach
  void makeProgram() throws IOException {
    Path _ =
        Script.executable(
            folder.resolve("bin/localport"),
            "printf '<%s>' \"$@\" > " + folder + "/asked; cat " + folder + "/offered");
  }

  private static Path script(String shell) {
    return Script.projectRoot()
        .resolve("cli/src/main/resources/dev/localport/cli/command/completion." + shell);
  }

  private String asked() throws IOException {
    return Files.readString(folder.resolve("asked"));
  }

  /** Returns the words that bash may put at the end of the line. */
  private List<String> bash(String line, String offered) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("offered"), offered);
    Path test =
        Files.writeString(
            folder.resolve("test.bash"),
            """
            source %s
            COMP_LINE=$LINE COMP_POINT=${#LINE}
            _localport "${LINE%%%% *}"
            printf '%%s\\n' "${COMPREPLY[@]}"
            """
                .formatted(script("bash")));
    Script.Result result = run("bash", test, line);
    assertThat(result.stderr()).isEmpty();
    return result.stdout().lines().toList();
  }

  private Script.Result run(String shell, Path test, String line)
      throws IOException, InterruptedException {
    Path runner = Script.executable(folder.resolve("run"), "exec " + shell + " '" + test + "'");
    return new Script(runner, folder)
        .with("PATH", folder.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin")
        .with("HOME", folder)
        .with("LINE", line)
        .run();
  }

  @Test
  void bashAsksWithTheLineBeforeTheCursor() throws IOException, InterruptedException {
    assertThat(bash("localport status -t  da", "data\n")).containsExactly("data");
    assertThat(asked()).isEqualTo("<__complete><--bash><--><localport status -t  da>");
    assertThat(bash("~/bin/localport stop ", "a\nb\\ c\n")).containsExactly("a", "b\\ c");
    assertThat(asked()).isEqualTo("<__complete><--bash><--><~/bin/localport stop >");
  }

  @Test
  void zshOffersWhatTheProgramSaysOfWordsWithoutTheirQuotes()
      throws IOException, InterruptedException {
    assumeTrue(isInstalled("zsh"), "zsh is not installed");
    Files.writeString(folder.resolve("offered"), "files/\ndata\n");
    Path test =
        Files.writeString(
            folder.resolve("test.zsh"),
            """
            compdef() { }
            compadd() { print -r -- "$@" }
            source %s
            words=(localport start 'my\\ file' '') CURRENT=4 PREFIX=''
            _localport
            """
                .formatted(script("zsh")));

    Script.Result result = run("zsh -f", test, "");

    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdout()).isEqualTo("-S  -- files/\n-- data\n");
    assertThat(asked()).isEqualTo("<__complete><--><start><my file><>");
  }

  @Test
  void fishOffersWhatTheProgramSays() throws IOException, InterruptedException {
    assumeTrue(isInstalled("fish"), "fish is not installed");
    Files.writeString(folder.resolve("offered"), "data\n");
    Path test =
        Files.writeString(
            folder.resolve("test.fish"),
            "source %s\ncomplete -C 'localport start '\n".formatted(script("fish")));

    Script.Result result = run("fish --no-config", test, "");

    assertThat(result.stdout()).isEqualTo("data\n");
    assertThat(asked()).isEqualTo("<__complete><--><start><>");
  }

  private static boolean isInstalled(String shell) {
    return Stream.of("/usr/local/bin", "/usr/bin", "/bin")
        .anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
  }
}
