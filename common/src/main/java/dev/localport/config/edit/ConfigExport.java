package dev.localport.config.edit;

import dev.localport.config.ConfigAccess;
import dev.localport.config.ConfigReader;
import dev.localport.config.form.Paths;
import dev.localport.config.form.Report;
import dev.localport.config.form.SchemaPath;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A file as plain values that may be shown to others: what is understood, with all secrets masked.
 *
 * <p>Variables stay variables: what the shell has in them is never part of an export. What may be a
 * secret is known from the schema. The file is one that {@link ConfigReader} has loaded.
 */
public final class ConfigExport {
  private static final Set<String> PATHS = Set.of("kubeconfig", "ca_file");

  private final ExportOptions options;

  private ConfigExport(ExportOptions options) {
    this.options = options;
  }

  /**
   * Returns what is exported: maps, lists, texts, numbers and booleans.
   *
   * @param environment what the variables of the file hold; used to choose services by name and tag
   */
  public static Map<String, Object> of(
      String text, Map<String, String> environment, ExportOptions options) {
    return of(null, text, environment, options);
  }

  /**
   * As the other method, with what the files say that the text includes.
   *
   * @param access where the text is from; null: it has no file, and includes none
   */
  public static Map<String, Object> of(
      @Nullable ConfigAccess access,
      String text,
      Map<String, String> environment,
      ExportOptions options) {
    String label = access == null ? "export" : access.label(access.file());
    Report reading = new Report(label, false, environment);
    Value root = ConfigReader.tree(access, text, reading);
    if (root == null) {
      throw new IllegalArgumentException("a text that was not loaded: " + reading.problems());
    }
    return new ConfigExport(options).file(root);
  }

  private Map<String, Object> file(Value root) {
    Map<String, Object> file = new LinkedHashMap<>();
    SchemaPath schema = SchemaPath.root(ConfigReader.schema());
    Section.entriesOf(root)
        .forEach((key, value) -> {
          String name = key.name();
          SchemaPath below = schema.key(name);
          boolean left = name.equals("defaults") && !options.defaults();
          Object plain =
              name.equals("services")
                  ? services(value, below.item())
                  : left ? null : plain(name, value, below);
          if (plain != null) {
            file.put(name, plain);
          }
        });
    return file;
  }

  private List<Object> services(Value list, SchemaPath schema) {
    List<Object> services = new ArrayList<>();
    for (Value item : list.itemsIfAny()) {
      Object plain = isChosen(item) ? plain(item, schema) : null;
      if (plain != null) {
        services.add(plain);
      }
    }
    return services;
  }

  private boolean isChosen(Value service) {
    Map<String, Value> keys = new LinkedHashMap<>();
    Section.entriesOf(service).forEach((key, value) -> keys.put(key.name(), value));
    if (options.names().contains(text(keys.get("name")))) {
      return true;
    }
    Value tags = keys.get("tags");
    boolean tagged =
        tags != null
            && tags.itemsIfAny().stream().anyMatch(tag -> options.tags().contains(text(tag)));
    boolean all = options.names().isEmpty() && options.tags().isEmpty();
    return (all || tagged) && (options.disabled() || !text(keys.get("enabled")).equals("false"));
  }

  private static String text(@Nullable Value value) {
    String text = value == null ? null : value.text();
    return text == null ? "" : text;
  }

  /* A path that an included file says starts there, and not in the file that is exported. */
  private @Nullable Object plain(String key, Value value, SchemaPath schema) {
    Object plain = plain(value, schema);
    return PATHS.contains(key) && plain instanceof String written
        ? Paths.ofFile(value, written, text(value))
        : plain;
  }

  private @Nullable Object plain(Value value, SchemaPath schema) {
    if (!schema.isKnown() || value.isNothing()) {
      return null;
    }
    if (value.isMap()) {
      Map<String, Object> map = new LinkedHashMap<>();
      Section.entriesOf(value)
          .forEach(
              (key, each) -> put(map, key.name(), plain(key.name(), each, schema.key(key.name()))));
      return map;
    }
    if (value.isList()) {
      List<Object> list = new ArrayList<>();
      for (Value item : value.itemsIfAny()) {
        Object plain = plain(item, schema.item());
        if (plain != null) {
          list.add(plain);
        }
      }
      return list;
    }
    return value.node() instanceof ScalarNode scalar ? plain(scalar, schema) : null;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static Object plain(ScalarNode scalar, SchemaPath schema) {
    String text = scalar.getValue();
    if (schema.isSecret()) {
      return Mask.secret(text);
    }
    if (scalar.isPlain() && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    if (scalar.isPlain() && text.matches("-?(0|[1-9][0-9]{0,8})")) {
      return Integer.valueOf(text);
    }
    if (scalar.isPlain() && text.matches("-?[0-9]{1,9}\\.[0-9]{1,9}")) {
      return Double.valueOf(text);
    }
    return Mask.inUrls(text);
  }
}
