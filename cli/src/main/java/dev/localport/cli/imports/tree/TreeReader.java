package dev.localport.cli.imports.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the documents of a text event by event: no object mapping, and a limit for size, depth,
 * values and aliases. Belongs to one text.
 */
public final class TreeReader {
  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int MOST_DEPTH = 60;
  private static final int MOST_VALUES = 100_000;
  private static final int MOST_DOCUMENTS = 500;

  private final JsonParser parser;
  private final Map<String, Tree> anchors = new HashMap<>();
  private int values;

  private TreeReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Returns the documents of a YAML text. */
  public static List<Tree> yaml(String text) throws TreeException {
    requireSize(text);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setNestingDepthLimit(MOST_DEPTH);
    YAMLFactory factory =
        YAMLFactory.builder().loaderOptions(options).streamReadConstraints(limits()).build();
    return read(factory, text);
  }

  /** Returns the value of a JSON text, which may have comments and trailing commas. */
  public static List<Tree> json(String text) throws TreeException {
    requireSize(text);
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(limits())
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();
    return read(factory, text);
  }

  private static void requireSize(String text) throws TreeException {
    if (text.length() > MOST_CHARACTERS) {
      throw new TreeException("it is larger than 1 MiB");
    }
  }

  private static StreamReadConstraints limits() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(MOST_DEPTH)
        .maxStringLength(MOST_CHARACTERS)
        .build();
  }

  private static List<Tree> read(JsonFactory factory, String text) throws TreeException {
    try (JsonParser parser = factory.createParser(text)) {
      return new TreeReader(parser).readAll();
    } catch (JsonProcessingException e) {
      throw e.getCause() instanceof MarkedYAMLException yaml
          ? at(yaml)
          : at(e.getLocation(), wrong(e.getOriginalMessage()));
    } catch (MarkedYAMLException e) {
      throw at(e);
    } catch (YAMLException | IOException e) {
      throw new TreeException(wrong(e.getMessage()));
    }
  }

  /* The location of the parser is that of the last value that it could read. */
  private static TreeException at(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    String message = wrong(e.getProblem());
    return mark == null
        ? new TreeException(message)
        : new TreeException(mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  private static TreeException at(@Nullable JsonLocation place, String message) {
    return place == null
        ? new TreeException(message)
        : new TreeException(place.getLineNr(), place.getColumnNr(), message);
  }

  private List<Tree> readAll() throws IOException, TreeException {
    try {
      return documents();
    } catch (IllegalArgumentException e) {
      // the YAML parser lets a number format exception through for a wrong escape
      throw at(parser.currentLocation(), "a value cannot be read");
    }
  }

  /* The parser quotes the file, which may hold secrets: only the first words of its complaint. */
  private static String wrong(@Nullable String message) {
    String words = message == null ? "" : message.lines().findFirst().orElse("");
    return words.contains("depth") || words.contains("nesting")
        ? "it is nested too deeply"
        : "it is neither valid YAML nor valid JSON";
  }

  private List<Tree> documents() throws IOException, TreeException {
    List<Tree> documents = new ArrayList<>();
    while (parser.nextToken() != null) {
      if (documents.size() == MOST_DOCUMENTS) {
        throw tooLarge();
      }
      documents.add(value());
    }
    return documents;
  }

  private Tree value() throws IOException, TreeException {
    if (++values > MOST_VALUES) {
      throw tooLarge();
    }
    int line = line();
    JsonToken token = parser.currentToken();
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      return alias(parser.getText(), line);
    }
    String anchor = parser.canReadObjectId() ? anchor() : null;
    Tree value =
        switch (token) {
          case START_OBJECT -> entries(line);
          case START_ARRAY -> items(line);
          case VALUE_NULL -> new Tree.Nothing(line);
          default -> new Tree.Text(line, parser.getText(), isBlock());
        };
    if (anchor != null) {
      anchors.put(anchor, value);
    }
    return value;
  }

  private @Nullable String anchor() throws IOException {
    Object id = parser.getObjectId();
    return id == null ? null : id.toString();
  }

  /* Each use of an alias counts like the values that it stands for. */
  private Tree alias(String name, int line) throws TreeException {
    Tree known = anchors.get(name);
    if (known == null) {
      return new Tree.Nothing(line);
    }
    values += size(known);
    if (values > MOST_VALUES) {
      throw tooLarge();
    }
    return known;
  }

  private static int size(Tree tree) {
    int size = 1;
    List<Tree> below = new ArrayList<>(tree.items());
    below.addAll(tree.entries().values());
    for (Tree one : below) {
      size += size(one);
    }
    return size;
  }

  /* The text of a block begins in the line below its "|". */
  private boolean isBlock() throws IOException {
    return parser instanceof YAMLParser
        && parser.getText().contains("\n")
        && parser.currentLocation().getLineNr() - line() > 1;
  }

  private Tree entries(int line) throws IOException, TreeException {
    Map<String, Tree> entries = new LinkedHashMap<>();
    List<Tree> merged = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken _ = parser.nextToken();
      Tree value = value();
      if (key.equals("<<")) {
        merged.addAll(value.itemsOrSelf());
      } else {
        entries.put(key, value);
      }
    }
    for (Tree more : merged) {
      more.entries().forEach(entries::putIfAbsent);
    }
    return new Tree.Entries(line, entries);
  }

  private Tree items(int line) throws IOException, TreeException {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Tree.Items(line, items);
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private static TreeException tooLarge() {
    return new TreeException("it has more values than LocalPort reads");
  }
}
