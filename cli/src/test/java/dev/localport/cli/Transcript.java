package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of commands and what they do, compared whole. A command stands behind {@code $}; then
 * come, in this order, what the daemon was asked, behind {@code >}; standard output; standard error
 * behind {@code !}; and the exit code behind {@code =}. Times by the clock of the machine stand as
 * {@code TIME}. With {@code -Dgolden.write=true} the files are written again instead.
 */
final class Transcript {
  private static final String COMMAND = "$ localport";
  private static final Pattern LAST_SEEN = Pattern.compile("last seen [-0-9: ]*[0-9]");

  private final Terminal terminal;
  private final @Nullable FakeDaemon daemon;
  private final String root;

  /**
   * Takes where the commands run.
   *
   * @param root a path that differs from run to run: it stands as {@code ROOT} in the file
   */
  Transcript(Terminal terminal, @Nullable FakeDaemon daemon, String root) {
    this.terminal = terminal;
    this.daemon = daemon;
    this.root = root;
  }

  void assertHolds(String file) {
    String expected = read(file);

    List<String> actual = new ArrayList<>();
    for (String line : expected.lines().toList()) {
      if (line.startsWith("#")) {
        actual.add(line);
      } else if (line.startsWith(COMMAND)) {
        run(line, actual);
      }
    }

    String whole = LAST_SEEN.matcher(String.join("\n", actual)).replaceAll("last seen TIME");
    whole = whole.replace(root, "ROOT") + "\n";
    if (Boolean.getBoolean("golden.write")) {
      write(file, whole);
    } else {
      assertThat(whole).isEqualTo(expected);
    }
  }

  private static void write(String file, String text) {
    Path resources =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("src/test/resources");
    try {
      Files.writeString(resources.resolve("dev/localport/cli").resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String line, List<String> actual) {
    String words = line.substring(COMMAND.length()).strip();
    String[] arguments = words.isEmpty() ? new String[0] : words.split(" ", -1);
    int before = asked().size();
    Terminal.Result result = terminal.run(arguments);
    actual.add(line);
    asked().stream().skip(before).forEach(asked -> actual.add("> " + asked));
    result.stdout().lines().forEach(actual::add);
    result.stderr().lines().forEach(error -> actual.add(("! " + error).stripTrailing()));
    actual.add("= " + result.exit());
  }

  private List<String> asked() {
    return daemon == null ? List.of() : daemon.asked();
  }

  private static String read(String file) {
    try (InputStream stream = Transcript.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new AssertionError("no transcript " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
