package dev.localport.config;

import dev.localport.config.EnvTemplate.Part;
import dev.localport.config.form.Suggestion;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one template of {@code env}: {@code {placeholders}}, {@code {{} and {@code }}} for braces,
 * and the shell's variables as everywhere in a file. A brace in what a variable holds is a brace.
 */
final class TemplateReader {
  private static final String LITERAL = "write {{ and }} for literal braces";
  private static final String PORT = "port";
  private static final List<String> PLACEHOLDERS = List.of("host", PORT, "port.NAME", "name");

  private final Value value;
  private final List<PortMapping> ports;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * Takes a value.
   *
   * @param ports the service's; none: not known, so any is taken
   */
  TemplateReader(Value value, List<PortMapping> ports) {
    this.value = value;
    this.ports = ports;
  }

  /** Returns the template, or null where it is wrong, which is reported. */
  @Nullable EnvTemplate read() {
    String written = value.written();
    if (written == null) {
      return null;
    }
    int from = 0;
    while (from >= 0 && from < written.length()) {
      from = next(written, from);
    }
    if (from < 0) {
      return null;
    }
    endText();
    boolean fits =
        parts.stream().allMatch(part -> !(part instanceof Part.Text(String some)) || fits(some));
    return fits ? new EnvTemplate(parts) : null;
  }

  private boolean fits(String some) {
    if (!TextRule.ARGUMENT.allows(some)) {
      value.wrong("this value (hidden) is not usable", TextRule.ARGUMENT.right());
      return false;
    }
    return true;
  }

  /** Reads what begins at an index; returns where the next part begins, -1 where it is wrong. */
  private int next(String written, int at) {
    if (written.startsWith("${", at)) {
      return variable(written, at);
    } else if (written.startsWith("{{", at) || written.startsWith("}}", at)) {
      text.append(written.charAt(at));
      return at + 2;
    } else if (written.charAt(at) == '}') {
      return wrong("a } that closes nothing", LITERAL);
    } else if (written.charAt(at) != '{') {
      text.append(written.charAt(at));
      return at + 1;
    }
    int end = written.indexOf('}', at);
    if (end < 0) {
      return wrong("a { that is not closed", LITERAL);
    }
    endText();
    return isPlaceholder(written.substring(at + 1, end)) ? end + 1 : -1;
  }

  private int variable(String written, int at) {
    int end = written.indexOf('}', at);
    String held = value.expanded(end < 0 ? written : written.substring(at, end + 1));
    if (held == null) {
      return -1;
    }
    text.append(held);
    return end + 1;
  }

  private void endText() {
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text.toString()));
      text.setLength(0);
    }
  }

  private boolean isPlaceholder(String word) {
    switch (word) {
      case "host" -> parts.add(new Part.Host());
      case "name" -> parts.add(new Part.Name());
      case PORT -> parts.add(new Part.Port(null));
      default -> {
        return isPort(word);
      }
    }
    return true;
  }

  private boolean isPort(String word) {
    String name = word.startsWith("port.") ? word.substring(PORT.length() + 1) : null;
    if (name == null || !TextRule.NAME.allows(name)) {
      value.wrong(unknown(word), right(word));
      return false;
    }
    List<String> names = ports.stream().flatMap(TemplateReader::names).distinct().toList();
    if (!ports.isEmpty() && !names.contains(name)) {
      value.wrong("the service has no port " + name, right(name, names));
      return false;
    }
    parts.add(new Part.Port(name));
    return true;
  }

  /* A port without a name is called by what it leads to, as in localport port NAME REMOTE. */
  private static Stream<String> names(PortMapping port) {
    return port.name() == null ? Stream.of(port.remote()) : Stream.of(port.name(), port.remote());
  }

  /* What is in braces may be a part of a password: only what looks like a placeholder is shown. */
  private static String unknown(String word) {
    return TextRule.NAME.allows(word)
        ? "unknown placeholder {" + word + "}"
        : "a { that begins no placeholder";
  }

  private static String right(String word) {
    Optional<String> meant = Suggestion.find(word, PLACEHOLDERS);
    return meant
        .map(TemplateReader::meant)
        .orElse("use {host}, {port}, {port.NAME} or {name}, or " + LITERAL);
  }

  private static String right(String name, List<String> names) {
    List<String> known = names.stream().map(each -> "port." + each).toList();
    return Suggestion.find("port." + name, known)
        .map(TemplateReader::meant)
        .orElse("it has " + String.join(", ", names));
  }

  private static String meant(String placeholder) {
    return "did you mean {%s}?".formatted(placeholder);
  }

  private int wrong(String wrong, String right) {
    value.wrong(wrong, right);
    return -1;
  }
}
