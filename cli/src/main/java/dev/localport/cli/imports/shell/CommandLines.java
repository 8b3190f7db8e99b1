package dev.localport.cli.imports.shell;

import dev.localport.cli.imports.draft.Entry;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.draft.Skipped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds what a command really runs behind words such as {@code sudo}, {@code env} and {@code bash
 * -c}, and hands it to the class for that program. Belongs to one file.
 */
final class CommandLines {
  private static final int MOST_ALIASES = 8;
  private static final int MOST_ALIASES_KEPT = 1000;

  /* With the options of theirs that have a value. */
  private static final Map<String, Set<String>> WRAPPERS =
      Map.ofEntries(
          Map.entry("sudo", Set.of("-u", "-g", "-h", "-p", "-C", "-T", "-U", "-D", "-R")),
          Map.entry("doas", Set.of("-u", "-C")),
          Map.entry("env", Set.of("-u", "-C", "-S")),
          Map.entry("nohup", Set.of()),
          Map.entry("exec", Set.of("-a")),
          Map.entry("command", Set.of()),
          Map.entry("builtin", Set.of()),
          Map.entry("time", Set.of()),
          Map.entry("setsid", Set.of()),
          Map.entry("nice", Set.of("-n")),
          Map.entry("ionice", Set.of("-c", "-n")),
          Map.entry("stdbuf", Set.of("-i", "-o", "-e")),
          Map.entry("caffeinate", Set.of("-t", "-w")),
          Map.entry("winpty", Set.of()),
          Map.entry("timeout", Set.of("-s", "--signal", "-k", "--kill-after")));
  private static final Set<String> SHELLS = Set.of("bash", "sh", "zsh", "dash", "ksh", "fish");

  /* They print or look for commands, or end them. */
  private static final Set<String> TALKING =
      Set.of(
          "echo", "printf", "print", "cat", "grep", "egrep", "fgrep", "rg", "ag", "ps", "kill",
          "pkill", "pgrep", "killall", "awk", "sed", "which", "type", "man", "git", "trap", "test",
          "[", "[[", "info", "warn", "error", "log", "say", "history", "lsof", "read");
  private static final Set<String> ELSEWHERE =
      Set.of("ssh", "docker", "podman", "nerdctl", "vagrant", "lima", "limactl", "wsl", "gcloud");

  private final String file;
  private final Consumer<Entry> found;
  private final ShellReader reader;
  private final Map<String, List<Word>> aliases = new HashMap<>();
  private int calls;

  CommandLines(String file, Consumer<Entry> found, ShellReader reader) {
    this.file = file;
    this.found = found;
    this.reader = reader;
  }

  /** Returns whether a text has a command in it that forwards. */
  static boolean isMentioned(String text) {
    return text.contains("port-forward") || text.contains("kubefwd ");
  }

  /** Returns whether a word is a script of its own with such a command. */
  static boolean isScript(String word) {
    return word.contains(" ") && isMentioned(word);
  }

  void read(List<Word> words, Scope scope) {
    read(words, scope, scope, false);
  }

  /**
   * Reads one command.
   *
   * @param scope what is set for the command itself
   * @param after what is set behind it
   */
  void read(List<Word> words, Scope scope, Scope after, boolean isConditional) {
    Scope own = scope;
    int at = 0;
    while (at < words.size() && WRAPPERS.containsKey(Programs.name(words.get(at).text()))) {
      String wrapper = Programs.name(words.get(at).text());
      at = behindOptions(words, at + 1, WRAPPERS.getOrDefault(wrapper, Set.of()));
      while (at < words.size() && words.get(at).text().matches("(?s)[A-Za-z_]\\w*=.*")) {
        Word word = words.get(at);
        int equals = word.text().indexOf('=');
        own = own == scope ? scope.copy() : own;
        own.set(
            word.text().substring(0, equals),
            Value.of(word.withText(word.text().substring(equals + 1))));
        at++;
      }
      at += wrapper.equals("timeout") ? 1 : 0;
    }
    if (at < words.size()) {
      program(words.subList(at, words.size()), own, after, isConditional);
    }
  }

  private static int behindOptions(List<Word> words, int from, Set<String> withValue) {
    int at = from;
    while (at < words.size() && words.get(at).text().startsWith("-")) {
      at += withValue.contains(words.get(at).text()) ? 2 : 1;
    }
    return at;
  }

  private void program(List<Word> words, Scope scope, Scope after, boolean isConditional) {
    Word head = words.getFirst();
    String name = Programs.name(head.text());
    List<Word> arguments = words.subList(1, words.size());
    if (Programs.isKubectl(head.text())) {
      new KubectlLine(file, found).read(arguments, scope, after, isConditional);
    } else if (name.equals("kubefwd")) {
      new KubefwdLine(file, found).read(arguments, head.line());
    } else if (name.equals("mirrord")) {
      new MirrordLine(file, found).read(arguments, head.line());
    } else if (name.equals("kubectx") || name.equals("kubens")) {
      switchTo(
          name.equals("kubectx") ? KubectlLine.CONTEXT : KubectlLine.NAMESPACE,
          arguments,
          after,
          isConditional);
    } else if (name.equals("alias")) {
      alias(arguments);
    } else if (aliases.containsKey(head.text()) && calls < MOST_ALIASES) {
      calls++;
      List<Word> longer = new ArrayList<>(aliases.getOrDefault(head.text(), List.of()));
      longer.addAll(arguments);
      read(longer, scope, after, isConditional);
      calls--;
    } else if (name.equals("eval")) {
      reader.nested(joined(arguments), head.line());
    } else if (SHELLS.contains(name)) {
      shell(arguments);
    } else if (ELSEWHERE.contains(name)) {
      elsewhere(name, words);
    } else if (!TALKING.contains(name)) {
      launched(words, scope, after);
    }
  }

  /* One with a target is a forward of its own; the others get theirs where they are used. */
  private void alias(List<Word> definitions) {
    for (Word definition : definitions) {
      int equals = definition.text().indexOf('=');
      if (equals > 0) {
        String text = definition.text().substring(equals + 1);
        List<Word> words = ShellReader.plainWords(text, definition.line());
        if (aliases.size() < MOST_ALIASES_KEPT) {
          aliases.put(definition.text().substring(0, equals), words);
        }
        if (isScript(text)) {
          reader.nested(text, definition.line());
        }
      }
    }
  }

  private static void switchTo(
      String variable, List<Word> arguments, Scope after, boolean isConditional) {
    if (arguments.size() == 1 && !arguments.getFirst().text().startsWith("-")) {
      Word word = arguments.getFirst();
      after.set(
          variable,
          Value.of(
              isConditional
                  ? Word.unknown(word.line(), "$(…)", "it depends on a condition")
                  : word));
    }
  }

  private static String joined(List<Word> words) {
    return String.join(" ", words.stream().map(Word::text).toList());
  }

  private void shell(List<Word> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).text().matches("-[a-z]*c")) {
        reader.nested(arguments.get(i + 1).text(), arguments.get(i + 1).line());
        return;
      }
    }
  }

  private void elsewhere(String name, List<Word> words) {
    if (isMentioned(joined(words))
        || words.stream().anyMatch(w -> w.text().equals("port-forward"))) {
      String where =
          name.equals("ssh") || name.equals("gcloud")
              ? "on another host"
              : "in a container or virtual machine";
      found.accept(
          new Skipped(
              new Origin(file, Math.max(1, words.getFirst().line())),
              "%s runs it %s; import it there, or forward from here: localport forward"
                  .formatted(name, where)));
    }
  }

  /* A program that starts others: what it starts is a word of its own, or the words behind it. */
  private void launched(List<Word> words, Scope scope, Scope after) {
    Word head = words.getFirst();
    if (!head.isKnown() && words.stream().anyMatch(w -> w.text().equals("port-forward"))) {
      new KubectlLine(file, found).readUnknown(head, words.subList(1, words.size()), scope);
      return;
    }
    for (int i = 1; i < words.size(); i++) {
      String name = Programs.name(words.get(i).text());
      boolean isProgram = Programs.isKubectl(name) || name.equals("kubefwd");
      boolean isHere =
          isProgram
              && words.subList(i, words.size()).stream()
                  .anyMatch(w -> w.text().equals("port-forward") || name.equals("kubefwd"));
      if (isHere) {
        started(head, words.subList(i, words.size()), scope, after);
        return;
      }
    }
    for (Word word : List.copyOf(words)) {
      if (isScript(word.text())) {
        reader.nested(word.text().replaceFirst("^[\\w.-]+=(?=\\S+ )", ""), word.line());
      }
    }
  }

  private void started(Word head, List<Word> words, Scope scope, Scope after) {
    List<Word> given = new ArrayList<>(words);
    String name = Programs.name(head.text());
    if (name.equals("xargs")) {
      Word target = Word.unknown(head.line(), "$(…)", "its target comes from another command");
      given.replaceAll(word -> word.text().equals("{}") ? target : word);
      if (!given.contains(target)) {
        given.add(target);
      }
    } else if (name.matches("minikube|microk8s|k3s|rke2")) {
      given.removeIf(word -> word.text().equals("--"));
    }
    program(given, scope, after, false);
  }
}
