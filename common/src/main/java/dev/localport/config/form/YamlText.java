package dev.localport.config.form;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns a text into a tree of nodes, within limits that hold for any text. */
public final class YamlText {
  /** The largest file, in bytes of UTF-8. */
  public static final int MOST_BYTES = 1024 * 1024;

  /** How texts are parsed. */
  public static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setUseMarks(true)
          .setAllowNonScalarKeys(true) // refused later, in our words
          .setCodePointLimit(MOST_BYTES)
          .setMaxAliasesForCollections(YamlEvents.MOST_ALIASES)
          .build();

  private YamlText() {}

  /** Returns the tree, or null where {@code report} says why there is none. */
  public static @Nullable Node compose(String text, Report report) {
    if (isTooLarge(text)) {
      report.error(report.start(), "", "the file is larger than 1 MiB", "split it");
      return null;
    }
    YamlEvents events = new YamlEvents(report);
    try {
      return events.keepLimits(text) ? tree(text, report) : null;
    } catch (MarkedYamlEngineException e) {
      Place at = e.getProblemMark().map(report::at).orElseGet(events::reached);
      String problem = e.getProblem();
      report.error(at, "", "not YAML: " + YamlWords.wrong(problem), YamlWords.right(problem));
    } catch (ReaderException e) {
      String wrong = "invalid character (U+%04X)".formatted(e.getCodePoint());
      report.error(report.at(markAt(text, e.getPosition())), "", wrong, "remove it");
    } catch (YamlEngineException e) {
      String message = e.getMessage();
      String wrong = "not YAML 1.2: " + YamlWords.wrong(message);
      report.error(events.reached(), "", wrong, YamlWords.right(message));
    } catch (IllegalArgumentException _) {
      // the engine lets a NumberFormatException through for an escape such as "\U99999999"
      report.error(events.reached(), "", "not YAML: invalid escape after this position", "");
    }
    return null;
  }

  /** Writes plain maps, lists, texts, numbers and booleans as YAML, one key per line. */
  public static String write(Map<String, Object> values) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build();
    return new Dump(settings).dumpToString(values);
  }

  private static boolean isTooLarge(String text) {
    return text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
  }

  private static @Nullable Node tree(String text, Report report) {
    Node root = new Compose(SETTINGS).composeString(text).orElse(null);
    if (root == null) {
      report.error(report.start(), "", "the file is empty", "add a list of services");
    }
    return root;
  }

  private static Mark markAt(String text, int position) {
    int[] codePoints = text.codePoints().limit(position).toArray();
    int line = 0;
    int column = 0;
    for (int codePoint : codePoints) {
      column = codePoint == '\n' ? 0 : column + 1;
      line = codePoint == '\n' ? line + 1 : line;
    }
    return new Mark("", position, line, column, codePoints, 0);
  }
}
