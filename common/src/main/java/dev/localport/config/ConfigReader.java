package dev.localport.config;

import dev.localport.config.form.Report;
import dev.localport.config.form.TreeCheck;
import dev.localport.config.form.Value;
import dev.localport.config.form.YamlText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
    Report report = new Report(fileLabel, strict, environment);
    Node root = YamlText.compose(text, report);
    if (root == null || !new TreeCheck(report).check(root)) {
      return new ConfigResult.Refused(report.problems());
    }
    ConfigFile config = FileReader.read(fileLabel, new Value(root, "", report), report);
    return config == null || report.hasErrors()
        ? new ConfigResult.Refused(report.problems())
        : new ConfigResult.Loaded(config);
  }

  /** Reads the bytes of a file, which have to be UTF-8; otherwise like the reader of a text. */
  public static ConfigResult read(String fileLabel, byte[] content, boolean strict) {
    return read(fileLabel, content, strict, Map.of());
  }

  /** Reads the bytes of a file, which have to be UTF-8; otherwise like the reader of a text. */
  public static ConfigResult read(
      String fileLabel, byte[] content, boolean strict, Map<String, String> environment) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return read(fileLabel, text, strict, environment);
    } catch (CharacterCodingException _) {
      Report report = new Report(fileLabel, strict, environment);
      report.error(report.start(), "", "the file is not UTF-8", "save it as UTF-8");
      return new ConfigResult.Refused(report.problems());
    }
  }

  /** Returns the JSON Schema of a configuration: plain maps, lists, texts, numbers, booleans. */
  public static Map<String, Object> schema() {
    return FileReader.schema();
  }
}
