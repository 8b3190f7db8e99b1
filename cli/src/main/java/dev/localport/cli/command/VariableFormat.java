package dev.localport.cli.command;

import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How {@code localport env} writes variables. */
enum VariableFormat {
  /** Lines that a POSIX shell evaluates. */
  SHELL("shell") {
    @Override
    void print(Output output, Map<String, String> variables) {
      lines(output, variables, (name, value) -> "export " + name + "=" + quotedForShell(value));
    }
  },
  /** A {@code .env} file, as Docker Compose and the libraries called dotenv read it. */
  DOTENV("dotenv") {
    @Override
    void print(Output output, Map<String, String> variables) {
      lines(output, variables, (name, value) -> name + "=" + quotedForDotenv(value));
    }
  },
  /** One flat object. */
  JSON("json") {
    @Override
    void print(Output output, Map<String, String> variables) {
      output.result(object(variables));
    }
  };

  /* Docker's --env-file takes quotes as part of the value: what needs none has none. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+,=-]*");

  private final String word;

  VariableFormat(String word) {
    this.word = word;
  }

  /** Prints the variables in their order. */
  abstract void print(Output output, Map<String, String> variables);

  private static void lines(
      Output output, Map<String, String> variables, BinaryOperator<String> line) {
    List<String> lines = new ArrayList<>();
    variables.forEach((name, value) -> lines.add(line.apply(name, value)));
    if (!lines.isEmpty()) {
      output.document(String.join("\n", lines));
    }
  }

  static JsonObject object(Map<String, String> variables) {
    JsonObject.Builder object = JsonObject.builder();
    variables.forEach(object::put);
    return object.build();
  }

  static String quotedForShell(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  /* Between single quotes nothing has a meaning; a quote or a line end needs double ones. */
  static String quotedForDotenv(String value) {
    if (PLAIN.matcher(value).matches() || value.isEmpty()) {
      return value;
    } else if (value.chars().noneMatch(c -> c == '\'' || c == '\n' || c == '\r')) {
      return "'" + value + "'";
    }
    String escaped =
        value.replaceAll("[\\\\\"$`]", "\\\\$0").replace("\n", "\\n").replace("\r", "\\r");
    return '"' + escaped + '"';
  }

  static List<String> words() {
    return Arrays.stream(values()).map(format -> format.word).toList();
  }

  /** Returns the format with this name; the first one for null. */
  static VariableFormat of(@Nullable String word) throws UsageException {
    for (VariableFormat format : values()) {
      if (word == null || word.equals(format.word)) {
        return format;
      }
    }
    throw new UsageException(
        "\"%s\" is no value of --format; use shell, dotenv or json".formatted(word));
  }
}
