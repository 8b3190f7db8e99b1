package dev.localport.config.edit;

import dev.localport.config.form.Place;
import dev.localport.config.form.Report;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import dev.localport.config.form.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Brings a file of LocalPort 1.0 up to date: single words are replaced in place, so comments, order
 * and indentation stay. The file is one that was loaded. Belongs to one text.
 */
public final class ConfigMigration {
  private static final Map<String, String> RECONNECT =
      Map.of("enabled", "auto", "backoff_multiplier", "multiplier");
  private static final Map<String, String> HTTP =
      Map.of("expected_status_codes", "expected_status");

  private final String text;
  private final List<Edit> edits = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<Integer> edited = new HashSet<>();

  private record Edit(int from, int to, String word) {}

  /**
   * What became of a file.
   *
   * @param text the whole new text
   * @param notes what means something else than in LocalPort 1.0 and was left as it is, with its
   *     place
   */
  public record Migrated(String text, List<String> notes) {
    /** Copies the list, so that it never changes. */
    public Migrated {
      notes = List.copyOf(notes);
    }
  }

  private ConfigMigration(String text) {
    this.text = text;
  }

  /**
   * Returns the file in today's words.
   *
   * @param fileLabel what the user calls the file
   */
  public static Migrated migrate(String fileLabel, String text) {
    Report reading = new Report(fileLabel, false, Map.of());
    Node root = YamlText.compose(text, reading);
    if (root == null) {
      throw new IllegalArgumentException("a text that was not loaded: " + reading.problems());
    }
    ConfigMigration migration = new ConfigMigration(text);
    migration.file(new Value(root, "", reading));
    return new Migrated(migration.apply(), migration.notes);
  }

  private void file(Value root) {
    Section.entriesOf(root)
        .forEach((key, value) -> {
          switch (key.name()) {
            case "defaults" -> level(value);
            case "services" -> value.itemsIfAny().forEach(this::service);
            case "cluster_contexts" -> Section.entriesOf(value).values().forEach(this::level);
            default -> {} // written as it was
          }
        });
    boolean versioned =
        Section.entriesOf(root).keySet().stream().anyMatch(key -> key.name().equals("version"));
    if (!versioned && root.node() instanceof MappingNode map && !isFlow(map)) {
      int start = root.node().getStartMark().map(Mark::getIndex).orElse(0);
      edits.add(new Edit(start, start, "version: \"1.0\"\n"));
    }
  }

  private boolean isFlow(MappingNode map) {
    return map.getStartMark()
        .map(mark -> text.startsWith("{", offset(mark.getIndex())))
        .orElse(true);
  }

  private void service(Value service) {
    level(service);
    boolean kubectl = true;
    for (Map.Entry<Section.Written, Value> entry : Section.entriesOf(service).entrySet()) {
      kubectl &= !(entry.getKey().name().equals("technology") && entry.getValue().isWord("ssh"));
    }
    for (Map.Entry<Section.Written, Value> entry : Section.entriesOf(service).entrySet()) {
      if (entry.getKey().name().equals("connection") && kubectl) {
        noteNamespace(entry.getValue());
      }
    }
  }

  private void noteNamespace(Value connection) {
    if (Section.entriesOf(connection).keySet().stream()
        .noneMatch(key -> key.name().equals("namespace"))) {
      Place at = connection.at();
      notes.add(
          at
              + ": "
              + connection.path()
              + ": without a namespace, LocalPort 1.0 used default; now the context's namespace is"
              + " used. To keep the old behavior, write namespace: default");
    }
  }

  private void level(Value level) {
    rename(level, Map.of("restart_policy", "reconnect"));
    Section.entriesOf(level)
        .forEach((key, value) -> {
          switch (key.name()) {
            case "restart_policy", "reconnect" -> rename(value, RECONNECT);
            case "health_check" -> healthCheck(value);
            default -> {} // written as it was
          }
        });
  }

  private void healthCheck(Value check) {
    Section.entriesOf(check)
        .forEach((key, value) -> {
          switch (key.name()) {
            case "config" -> rename(value, HTTP);
            case "type" -> {
              if (value.isWord("postgresql") && value.node() instanceof ScalarNode type) {
                replace(type, "postgres");
              }
            }
            default -> {} // written as it was
          }
        });
  }

  private void rename(Value value, Map<String, String> names) {
    if (value.node() instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key && names.containsKey(key.getValue())) {
          replace(key, String.valueOf(names.get(key.getValue())));
        }
      }
    }
  }

  /* An alias leads to the same node again: it is replaced once. */
  private void replace(ScalarNode node, String word) {
    int from = node.getStartMark().map(Mark::getIndex).orElseThrow();
    int to = node.getEndMark().map(Mark::getIndex).orElseThrow();
    if (edited.add(from)) {
      edits.add(new Edit(from, to, word));
    }
  }

  /* From the end, so that what is still to come stays where it was. */
  private String apply() {
    StringBuilder migrated = new StringBuilder(text);
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::from).reversed())
        .forEach(edit -> migrated.replace(offset(edit.from), offset(edit.to), edit.word));
    return migrated.toString();
  }

  private int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }
}
