package dev.localport.cli.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The completion scripts of shells, written by the image itself: so it has run once before a user
 * unpacks it.
 *
 * @param image the image
 */
record Completions(Path image) {
  /** The file of each shell, by the name that its folders of completions want. */
  private static final Map<String, String> FILES =
      Map.of("bash", "localport.bash", "zsh", "_localport", "fish", "localport.fish");

  void write() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(image.resolve("share/completions"));
    for (Map.Entry<String, String> shell : FILES.entrySet()) {
      Path file = folder.resolve(shell.getValue());
      ProcessBuilder builder =
          new ProcessBuilder(
              image.resolve("bin/localport").toString(), "completion", shell.getKey());
      builder.redirectInput(new File("/dev/null"));
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.redirectOutput(file.toFile());
      if (builder.start().waitFor() != 0) {
        throw new IllegalStateException(
            "the image cannot print its completion for " + shell.getKey());
      }
    }
  }
}
