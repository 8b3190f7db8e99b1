package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.shell.ShellReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makefiles: each line of a recipe is a script of its own, with the variables of Make. */
final class MakeFormat implements TextFormat {
  private static final Pattern VARIABLE =
      Pattern.compile("(?:export |override )*([A-Za-z_][\\w.-]*) *(\\?|:{0,3}|\\+|!)= *(.*)");
  private static final Pattern INLINE = Pattern.compile("[^\\s=:#][^=:#]*:(?!=)[^;=]*;(.*)");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_]\\w*)\\)");
  private static final int MOST_DEPTH = 8;

  @Override
  public String word() {
    return "Makefile";
  }

  @Override
  public boolean fits(Source source) {
    return source.isNamed("(GNU)?makefile(\\..*)?|.*\\.mk")
        || (source.hasLine("\\.PHONY *:") && source.hasLine("\t"));
  }

  @Override
  public void read(Source source, Drafts drafts) {
    List<String> lines = source.text().lines().toList();
    Map<String, Setting> settings = settings(lines);
    StringBuilder recipe = new StringBuilder();
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean goesOn = !recipe.isEmpty();
      Matcher inline = INLINE.matcher(line);
      if (!goesOn && inline.matches()) {
        run(inline.group(1), i + 1, source.label(), settings, drafts);
      }
      if (!goesOn && !line.startsWith("\t")) {
        continue;
      }
      begin = goesOn ? begin : i + 1;
      String own = goesOn ? line.replaceFirst("^\t", "") : line.replaceFirst("^\t[\\s@+-]*", "");
      recipe.append(own);
      if (line.endsWith("\\")) {
        recipe.append('\n');
      } else {
        run(recipe.toString(), begin, source.label(), settings, drafts);
        recipe.setLength(0);
      }
    }
    run(recipe.toString(), Math.max(1, begin), source.label(), settings, drafts);
  }

  private record Setting(String value, boolean isDefault) {}

  /* The last one counts, wherever it stands; what only a run shows is left out. */
  private static Map<String, Setting> settings(List<String> lines) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    boolean isConditional = false;
    for (String line : lines) {
      Matcher matcher = VARIABLE.matcher(line.strip());
      if (line.matches("\\s*(ifeq|ifneq|ifdef|ifndef)\\b.*")) {
        isConditional = true;
      } else if (line.strip().startsWith("endif")) {
        isConditional = false;
      } else if (!line.startsWith("\t") && matcher.matches()) {
        String name = matcher.group(1);
        String value = matcher.group(3).replaceFirst("\\s+#.*$", "");
        boolean isKnown = !isConditional && !matcher.group(2).matches("[+!]");
        if (isKnown && !(matcher.group(2).equals("?") && settings.containsKey(name))) {
          settings.put(name, new Setting(value, matcher.group(2).equals("?")));
        } else if (!isKnown) {
          settings.remove(name);
        }
      }
    }
    return settings;
  }

  private static void run(
      String recipe, int line, String file, Map<String, Setting> settings, Drafts drafts) {
    if (recipe.isBlank()) {
      return;
    }
    ShellReader reader = new ShellReader(file, drafts::add);
    settings.forEach((name, setting) -> {
      String value = resolved(setting.value(), settings, 0);
      if (value.contains("$")) {
        return;
      } else if (setting.isDefault()) {
        reader.fallback(name, value);
      } else {
        reader.variable(name, value);
      }
    });
    reader.read(asShell(recipe), line);
  }

  private static String resolved(String value, Map<String, Setting> settings, int depth) {
    return REFERENCE
        .matcher(value.replaceAll("\\$\\{([A-Za-z_]\\w*)}", "\\$($1)"))
        .replaceAll(found -> {
          Setting setting = settings.get(found.group(1));
          return Matcher.quoteReplacement(
              setting == null || depth == MOST_DEPTH
                  ? "$" + found.group(1)
                  : resolved(setting.value(), settings, depth + 1));
        });
  }

  /** Writes Make's variables as the shell's: {@code $(NS)} as {@code ${NS}}, {@code $$} as $. */
  private static String asShell(String recipe) {
    return recipe
        .replaceAll("(?<!\\$)\\$\\(([A-Za-z_]\\w*)\\)", "\\${$1}")
        .replaceAll("(?<!\\$)\\$\\(([^$()]*)\\)", "\\${$1!}")
        .replaceAll("(?<!\\$)\\$([@<^?*%])", "\\${$1!}")
        .replace("$$", "$");
  }
}
