package dev.localport.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A page of {@code localport help TOPIC}: short texts that need neither a daemon nor a browser. */
final class HelpTopic {
  /** The options that all commands have, from the model. */
  private static final String OPTIONS = "options";

  private static final List<String> TEXTS =
      List.of("config", "environment", "exit-codes", "import", "states");

  private HelpTopic() {}

  /** Returns the names of all topics, in order. */
  static List<String> names() {
    return List.of("config", "environment", "exit-codes", "import", OPTIONS, "states");
  }

  /**
   * Returns the text of a topic without a line end behind it, or null where there is none.
   *
   * @param root of the commands
   */
  static @Nullable String find(String name, CommandSpec root) {
    if (name.equals(OPTIONS)) {
      List<String> lines = HelpPage.globalOptions(root);
      return String.join("\n", lines.subList(1, lines.size()));
    }
    return TEXTS.contains(name) ? read(name) : null;
  }

  private static String read(String name) {
    String file = "help-" + name + ".txt";
    try (InputStream text =
        Objects.requireNonNull(HelpTopic.class.getResourceAsStream(file), file)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException("the program itself cannot be read", e);
    }
  }
}
