package dev.localport.config.form;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns a text into a tree of nodes, within limits that hold for any text. */
public final class YamlText {
  /** The largest file, in bytes of UTF-8. */
  public static final int MOST_BYTES = 1024 * 1024;

  /** How texts are parsed. */
  public static final LoadSettings SETTINGS = settings("");

  private YamlText() {}

  /* Each mark carries the file's name: nodes of several files can be in one tree. */
  private static LoadSettings settings(String file) {
    return LoadSettings.builder()
        .setLabel(file)
        .setUseMarks(true)
        .setAllowNonScalarKeys(true) // refused later, in our words
        .setCodePointLimit(MOST_BYTES)
        .setMaxAliasesForCollections(YamlEvents.MOST_ALIASES)
        .build();
  }

  /** Returns the tree, or null where {@code report} says why there is none. */
  public static @Nullable Node compose(String text, Report report) {
    Place start = report.start();
    Compose compose = new Compose(settings(start.file()));
    Node root = compose(text, start, report, compose);
    if (root == null && !report.hasErrors()) {
      report.error(start, "", "the file is empty", "add a list of services");
    }
    return root;
  }

  /**
   * Returns the tree of a file that another one includes; one that is empty has no keys.
   *
   * @param start where that file begins
   * @return null where {@code report} says why there is none
   */
  public static @Nullable Node composeIncluded(String text, Place start, Report report) {
    int before = report.errors();
    Node root = compose(text, start, report, new Compose(settings(start.file())));
    return root == null && report.errors() == before
        ? new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK)
        : root;
  }

  private static @Nullable Node compose(String text, Place start, Report report, Compose compose) {
    if (isTooLarge(text)) {
      report.error(start, "", "the file is larger than 1 MiB", "split it");
      return null;
    }
    YamlEvents events = new YamlEvents(start, report);
    try {
      return events.keepLimits(text) ? compose.composeString(text).orElse(null) : null;
    } catch (MarkedYamlEngineException e) {
      Place at =
          e.getProblemMark().map(mark -> Report.at(start.file(), mark)).orElseGet(events::reached);
      String problem = e.getProblem();
      report.error(at, "", "not YAML: " + YamlWords.wrong(problem), YamlWords.right(problem));
    } catch (ReaderException e) {
      String wrong = "invalid character (U+%04X)".formatted(e.getCodePoint());
      Mark mark = markAt(start.file(), text, e.getPosition());
      report.error(report.at(mark), "", wrong, "remove it");
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

  private static Mark markAt(String file, String text, int position) {
    int[] codePoints = text.codePoints().limit(position).toArray();
    int line = 0;
    int column = 0;
    for (int codePoint : codePoints) {
      column = codePoint == '\n' ? 0 : column + 1;
      line = codePoint == '\n' ? line + 1 : line;
    }
    return new Mark(file, position, line, column, codePoints, 0);
  }
}
