package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.shell.ShellReader;
import dev.localport.cli.imports.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Any YAML or JSON that has commands in it: tasks of editors, steps of GitHub Actions, scripts of
 * package.json, Taskfiles. Variables that the file sets on the way to a command hold for it.
 */
final class Commands implements TreeFormat {

  @Override
  public String word() {
    return "file with commands";
  }

  @Override
  public boolean fits(Tree document) {
    return true;
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    new Walk(file, drafts).tree(document, Map.of());
  }

  /** Returns a script as it is in the file, so that its lines count. */
  static String text(Tree script) {
    return script instanceof Tree.Text(int _, String text, boolean _) ? text : "";
  }

  /** Returns the line on which a script begins. */
  static int line(Tree script) {
    return script instanceof Tree.Text(int line, String _, boolean isBlock) && isBlock
        ? line + 1
        : script.line();
  }

  private static boolean hasForward(String text) {
    return text.contains("port-forward") || text.contains("kubefwd");
  }

  private record Walk(String file, Drafts drafts) {
    void tree(Tree tree, Map<String, String> above) {
      switch (tree) {
        case Tree.Text(int _, String text, boolean _) -> {
          if (hasForward(text)) {
            reader(above).read(filled(text, above), line(tree));
          }
        }
        case Tree.Items(int _, List<Tree> all) -> {
          if (!isCommand(all, above, tree.line())) {
            all.forEach(item -> tree(item, above));
          }
        }
        case Tree.Entries(int _, Map<String, Tree> all) -> entries(tree, all, above);
        case Tree.Nothing _ -> {}
      }
    }

    private void entries(Tree tree, Map<String, Tree> all, Map<String, String> above) {
      Map<String, String> variables = new LinkedHashMap<>(above);
      for (String key : List.of("env", "vars", "variables")) {
        set(tree.at(key), variables);
      }
      set(tree.at("options").at("env"), variables);
      String program = tree.text("command");
      List<Tree> arguments = tree.at("args").items();
      boolean isSplit = program != null && !arguments.isEmpty();
      if (isSplit) {
        List<String> words = new ArrayList<>(List.of(String.valueOf(program).split(" +")));
        arguments.forEach(word -> words.add(word(word)));
        if (words.stream().anyMatch(Commands::hasForward)) {
          reader(variables).words(words, tree.at("command").line());
        }
      }
      all.forEach((key, value) -> {
        if (!(isSplit && (key.equals("command") || key.equals("args"))) && !isText(key)) {
          tree(value, variables);
        }
      });
    }

    /* Names and descriptions talk about commands. */
    private static boolean isText(String key) {
      return List.of("name", "label", "description", "desc", "detail", "title", "summary", "help")
          .contains(key);
    }

    private static String word(Tree word) {
      String text = word.text() == null ? word.text("value") : word.text();
      return text == null ? "" : text;
    }

    private static void set(Tree env, Map<String, String> variables) {
      env.entries()
          .forEach((name, value) -> {
            String text = value.text();
            if (text != null && name.matches("[A-Za-z_]\\w*") && isPlain(text)) {
              variables.put(name, text);
            }
          });
    }

    private static boolean isPlain(String text) {
      return !text.contains("$") && !text.contains("{{");
    }

    /* A command as a list of words, and not a list of commands. */
    private boolean isCommand(List<Tree> items, Map<String, String> above, int line) {
      List<String> words = new ArrayList<>();
      for (Tree item : items) {
        @Nullable String text = item.text();
        if (text == null) {
          return false;
        }
        words.add(text);
      }
      boolean isWords =
          words.contains("port-forward")
              || (words.contains("svc") && words.stream().anyMatch(w -> w.endsWith("kubefwd")));
      if (isWords) {
        reader(above).words(words, line);
      }
      return isWords;
    }

    /* Variables of a Taskfile. */
    private static String filled(String text, Map<String, String> variables) {
      String filled = text;
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        filled =
            filled.replaceAll(
                "\\{\\{ *\\." + variable.getKey() + " *}}",
                Matcher.quoteReplacement(variable.getValue()));
      }
      return filled;
    }

    private ShellReader reader(Map<String, String> variables) {
      ShellReader reader = new ShellReader(file, drafts::add);
      variables.forEach(reader::variable);
      return reader;
    }
  }
}
