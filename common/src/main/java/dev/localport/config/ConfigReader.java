package dev.localport.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a configuration: either everything is right, or everything that is wrong is told at once.
 *
 * <p>Takes any text, also a hostile one: size, depth and aliases are limited, and nothing in a file
 * makes an object or runs anything. JSON is read as well, since it is YAML. Thread-safe.
 */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * Reads a text.
   *
   * @param fileLabel what the user calls the file; {@code command line} for a text built from one
   * @param strict unknown keys are errors, not warnings
   */
  public static ConfigResult read(String fileLabel, String text, boolean strict) {
    Report report = new Report(fileLabel, strict);
    Node root = YamlText.compose(text, report);
    if (root == null) {
      return new ConfigResult.Refused(report.problems());
    }
    new TreeCheck(report).check(root, "");
    List<ServiceConfig> services = new FileReader(report).read(new Value(root, "", report));
    return report.hasErrors()
        ? new ConfigResult.Refused(report.problems())
        : new ConfigResult.Loaded(new ConfigFile(fileLabel, services, report.problems()));
  }

  /** Reads the bytes of a file, which have to be UTF-8; otherwise like the reader of a text. */
  public static ConfigResult read(String fileLabel, byte[] content, boolean strict) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return read(fileLabel, text, strict);
    } catch (CharacterCodingException _) {
      Report report = new Report(fileLabel, strict);
      report.error(report.start(), "", "the file is not UTF-8 text", "save it as UTF-8");
      return new ConfigResult.Refused(report.problems());
    }
  }
}
