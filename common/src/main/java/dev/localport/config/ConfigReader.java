package dev.localport.config;

import dev.localport.config.form.Report;
import dev.localport.config.form.TreeCheck;
import dev.localport.config.form.Value;
import dev.localport.config.form.YamlText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a configuration: either everything is right, or all mistakes are reported at once.
 *
 * <p>Takes any text, also a hostile one: size, depth and aliases are limited, and nothing in a file
 * makes an object or runs anything. JSON is read, too, since it is YAML. Thread-safe.
 */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * Reads a text whose variables have nothing but their defaults.
   *
   * @param fileLabel what the user calls the file; {@code command line} for a text built from one
   * @param strict unknown keys are errors, not warnings
   */
  public static ConfigResult read(String fileLabel, String text, boolean strict) {
    return read(fileLabel, text, strict, Map.of());
  }

  /**
   * Reads a text.
   *
   * @param environment what the variables of the user's shell hold
   */
  public static ConfigResult read(
      String fileLabel, String text, boolean strict, Map<String, String> environment) {
    return read(null, text, new Report(fileLabel, strict, environment));
  }

  private static ConfigResult read(@Nullable ConfigAccess access, String text, Report report) {
    Includes includes = new Includes(access, report);
    Value root = tree(includes, text, report);
    ConfigFile config =
        root == null
            ? null
            : FileReader.read(report.start().file(), includes.files(), root, report);
    return config == null || report.hasErrors()
        ? new ConfigResult.Refused(report.problems())
        : new ConfigResult.Loaded(config);
  }

  private static @Nullable Value tree(Includes includes, String text, Report report) {
    Node root = YamlText.compose(text, report);
    Node merged = root == null || !new TreeCheck(report).check(root) ? null : includes.merged(root);
    return merged == null ? null : new Value(merged, "", report);
  }

  /**
   * Returns the keys of a file and of those that it includes, as they are written; null where
   * {@code report} says why there are none.
   *
   * @param access null: the text has no file, and can include none
   */
  public static @Nullable Value tree(@Nullable ConfigAccess access, String text, Report report) {
    return tree(new Includes(access, report), text, report);
  }

  /**
   * Reads the bytes of a file, which have to be UTF-8, and the files that it includes; otherwise
   * like the reader of a text.
   */
  public static ConfigResult read(
      ConfigAccess access, byte[] content, boolean strict, Map<String, String> environment) {
    return read(access, content, new Report(access.label(access.file()), strict, environment));
  }

  /** Reads the bytes of a file, which have to be UTF-8; otherwise like the reader of a text. */
  public static ConfigResult read(String fileLabel, byte[] content, boolean strict) {
    return read(fileLabel, content, strict, Map.of());
  }

  /** Reads the bytes of a file, which have to be UTF-8; otherwise like the reader of a text. */
  public static ConfigResult read(
      String fileLabel, byte[] content, boolean strict, Map<String, String> environment) {
    return read(null, content, new Report(fileLabel, strict, environment));
  }

  private static ConfigResult read(@Nullable ConfigAccess access, byte[] content, Report report) {
    String text = Includes.text(content);
    if (text == null) {
      report.error(report.start(), "", "the file is not UTF-8", "save it as UTF-8");
      return new ConfigResult.Refused(report.problems());
    }
    return read(access, text, report);
  }

  /** Returns the JSON Schema of a configuration: plain maps, lists, texts, numbers, booleans. */
  public static Map<String, Object> schema() {
    return FileReader.schema();
  }
}
