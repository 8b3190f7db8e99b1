package dev.localport.cli.command;

import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The few forms of arguments that our commands have, and how their values are read. */
final class Specs {
  private Specs() {}

  /**
   * A command that picocli does not look into by reflection.
   *
   * @param description one sentence for the list of commands
   * @param examples command lines that work as they are, the most usual first
   */
  static CommandSpec command(
      Object userObject, String name, String description, String... examples) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(userObject).name(name);
    spec.usageMessage().description(description).footer(examples);
    return spec;
  }

  static OptionSpec flag(String description, String name, String... more) {
    return OptionSpec.builder(name, more)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  static OptionSpec text(String label, String description, String name, String... more) {
    return OptionSpec.builder(name, more)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  static OptionSpec number(String label, String description, String name, String... more) {
    return OptionSpec.builder(name, more)
        .paramLabel(label)
        .type(Integer.class)
        .converters(new NumberConverter())
        .description(description)
        .build();
  }

  /** An option that may be given several times. */
  static OptionSpec texts(String label, String description, String name, String... more) {
    return OptionSpec.builder(name, more)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  /** All words from the position {@code index} on, such as {@code 0..*}. */
  static PositionalParamSpec words(String label, String index, String arity, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(index)
        .arity(arity)
        .required(!arity.startsWith("0"))
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  /** The word at one position. */
  static PositionalParamSpec word(String label, String index, String arity, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(index)
        .arity(arity)
        .required(!arity.startsWith("0"))
        .type(String.class)
        .description(description)
        .build();
  }

  private static final class NumberConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        return Integer.valueOf(value);
      } catch (NumberFormatException _) {
        throw new TypeConversionException(
            "invalid value \"%s\"; use a whole number".formatted(value));
      }
    }
  }

  /** Returns plain values as an object to print. */
  static JsonObject json(Map<String, Object> values) {
    JsonObject.Builder json = JsonObject.builder();
    values.forEach(json::put);
    return json.build();
  }

  /** Returns the name that the user gave an option, which may be any of those that it has. */
  static String givenName(OptionSpec option) {
    List<String> words = option.command().commandLine().getParseResult().originalArgs();
    return Stream.of(option.names())
        .filter(words::contains)
        .findFirst()
        .orElseGet(option::longestName);
  }

  static boolean isSet(ArgSpec flag) {
    Boolean value = flag.getValue();
    return value != null && value;
  }

  static List<String> list(ArgSpec texts) {
    @Nullable List<String> value = texts.getValue();
    return value == null ? List.of() : List.copyOf(value);
  }

  static @Nullable String find(ArgSpec text) {
    return text.getValue();
  }

  /**
   * Returns the names or tags that were given.
   *
   * @throws ParameterException if one is empty: mostly a variable of the shell that is not set
   */
  static List<String> names(ArgSpec texts) {
    List<String> names = list(texts);
    if (names.contains("")) {
      throw empty(texts);
    }
    return names;
  }

  /**
   * Returns the name that was given, or null.
   *
   * @throws ParameterException if it is empty, or was given twice: the first one would be ignored
   */
  static @Nullable String name(ArgSpec text) {
    String name = find(text);
    if (name != null && name.isEmpty()) {
      throw empty(text);
    } else if (text.originalStringValues().size() > 1) {
      throw wrong(text, "%s was given twice; use it once".formatted(shown(text)));
    }
    return name;
  }

  private static ParameterException empty(ArgSpec argument) {
    return wrong(
        argument, "%s is empty; is a variable of your shell not set?".formatted(shown(argument)));
  }

  private static ParameterException wrong(ArgSpec argument, String message) {
    return new ParameterException(argument.command().commandLine(), message);
  }

  private static String shown(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /**
   * Returns a number.
   *
   * @throws UsageException if it is below {@code least}
   */
  static int number(OptionSpec option, int least, int otherwise) throws UsageException {
    Integer value = option.getValue();
    if (value != null && value < least) {
      throw new UsageException(
          option.longestName() + ": " + value + " is too small; use " + least + " or more");
    }
    return value == null ? otherwise : value;
  }
}
