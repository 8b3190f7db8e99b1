package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Place;
import dev.localport.config.form.Report;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.TreeCheck;
import dev.localport.config.form.Value;
import dev.localport.config.form.YamlText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the files that a file includes, and puts the file over them: a later one over an earlier
 * one, the file itself over all. What is wrong is reported where it is written. Belongs to one
 * read.
 */
final class Includes {
  /** How many files can be below one another. */
  static final int MOST_LEVELS = 8;

  /** How many files can be included, each as often as it is. */
  static final int MOST_FILES = 32;

  static final Key<List<String>> KEY =
      Key.of(
          "include",
          Forms.listOr(Forms.text(TextRule.VISIBLE), "write the path of a file"),
          "Other files, one or a list: paths relative to this file or ~. They are read first, in"
              + " this order; what a later one says wins, and what this file says wins over all.");

  private final @Nullable ConfigAccess access;
  private final Report report;
  private final Map<Path, IncludedFile> files = new LinkedHashMap<>();
  private int read;
  private boolean incomplete;

  /**
   * Reads for one report.
   *
   * @param access null: the configuration has no file, and can include none
   */
  Includes(@Nullable ConfigAccess access, Report report) {
    this.access = access;
    this.report = report;
  }

  /** Returns the files that were read, each once. */
  List<IncludedFile> files() {
    return List.copyOf(files.values());
  }

  /**
   * Returns what a file and those that it includes say together; null where one of them cannot be
   * read: what it would say is missing everywhere.
   */
  @Nullable Node merged(Node root) {
    Node merged = merged(root, access == null ? List.of() : List.of(access.file()));
    if (!files.isEmpty() && !report.hasErrors() && TreeCheck.isTooLarge(merged)) {
      report.error(
          report.start(),
          KEY.name(),
          "with the files that it includes, it has more than 100000 values",
          "include fewer files");
    }
    return incomplete ? null : merged;
  }

  private Node merged(Node root, List<Path> chain) {
    Value include = find(root, KEY);
    if (include == null || !(root instanceof MappingNode map)) {
      return root;
    }
    report.sensitive(include, "reads another file");
    MappingNode own = withoutInclude(map);
    List<String> paths = KEY.form().read(include);
    List<Value> items = include.isList() ? include.items() : List.of(include);
    if (access == null) {
      include.wrong("a configuration without a file cannot include files", "write it to a file");
      return own;
    }
    if (paths == null || paths.size() != items.size()) {
      incomplete = true;
      return own;
    }
    Node below = null;
    for (int i = 0; i < items.size() && read < MOST_FILES + 1; i++) {
      Node tree = tree(items.get(i), paths.get(i), chain, access);
      if (tree == null) {
        incomplete = true;
      } else {
        below = below == null ? tree : TreeMerge.merge(below, tree);
      }
    }
    if (below == null) {
      return own;
    }
    boolean outermost = chain.size() == 1; // others may override what is included beside them
    Node known = outermost && !incomplete ? new Overrides(report).known(below, own) : own;
    return TreeMerge.merge(below, known);
  }

  private @Nullable Value find(Node root, Key<?> key) {
    return Section.entriesOf(new Value(root, "", report)).entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(key.name()))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isNothing())
        .findFirst()
        .orElse(null);
  }

  private static MappingNode withoutInclude(MappingNode map) {
    List<NodeTuple> others = new ArrayList<>(map.getValue());
    others.removeIf(
        entry -> entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(KEY.name()));
    return new MappingNode(
        Tag.MAP, true, others, FlowStyle.BLOCK, map.getStartMark(), map.getEndMark());
  }

  /** Returns what an included file and those below it say; null: nothing, which is reported. */
  private @Nullable Node tree(Value at, String path, List<Path> chain, ConfigAccess access) {
    Path file = resolved(path, chain.getLast(), access);
    if (file == null) {
      at.misfit("the path of a file");
    } else if (chain.contains(file)) {
      at.wrong("the files include each other: " + shown(chain, file, access), "remove one include");
    } else if (chain.size() > MOST_LEVELS) {
      at.wrong(
          "more than %d levels of files: %s".formatted(MOST_LEVELS, shown(chain, file, access)),
          "include it further up");
    } else if (++read > MOST_FILES) {
      at.wrong("more than " + MOST_FILES + " files are included", "include fewer files");
    } else {
      return read(at, file, chain, access);
    }
    return null;
  }

  private static @Nullable Path resolved(String path, Path from, ConfigAccess access) {
    try {
      return path.startsWith("~/")
          ? access.home().resolve(path.substring(2)).normalize()
          : from.resolveSibling(path).normalize();
    } catch (InvalidPathException _) {
      return null;
    }
  }

  private static String shown(List<Path> chain, Path file, ConfigAccess access) {
    List<Path> all = new ArrayList<>(chain);
    all.add(file);
    return all.stream().map(access::label).collect(Collectors.joining(" → "));
  }

  private @Nullable Node read(Value at, Path file, List<Path> chain, ConfigAccess access) {
    String label = access.label(file);
    try {
      byte[] content = access.read(file);
      files.putIfAbsent(file, IncludedFile.of(file, label, content));
      report.included(label, Objects.requireNonNull(file.getParent(), "absolute"));
      List<Path> longer = new ArrayList<>(chain);
      longer.add(file);
      return read(content, new Place(label, 1, 1), longer);
    } catch (NoSuchFileException _) {
      at.wrong(label + " does not exist", "create it, or fix the path");
    } catch (IOException e) {
      at.wrong(label + " cannot be read: " + e.getMessage(), "");
    }
    return null;
  }

  private @Nullable Node read(byte[] content, Place start, List<Path> chain) {
    String text = text(content);
    if (text == null) {
      report.error(start, "", "the file is not UTF-8", "save it as UTF-8");
      return null;
    }
    Node root = YamlText.composeIncluded(text, start, report);
    if (root == null || !new TreeCheck(report).check(root)) {
      return null;
    }
    Value value = new Value(root, "", report);
    if (!value.isMap()) {
      value.wrong("expected keys", "write key: value, one per line");
      return null;
    }
    Value version = find(root, FileReader.VERSION);
    if (version != null) {
      String _ = FileReader.VERSION.form().read(version); // reports another version
    }
    return merged(root, chain);
  }

  /** Returns the text; null where the bytes are not UTF-8. */
  static @Nullable String text(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
