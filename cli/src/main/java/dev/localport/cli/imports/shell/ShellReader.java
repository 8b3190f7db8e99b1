package dev.localport.cli.imports.shell;

import dev.localport.cli.imports.draft.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a script through its loops and functions, and hands over every forward that it would
 * start. Belongs to one file.
 *
 * <p>Over 300 lines, since what a script sets holds for the commands behind it.
 */
public final class ShellReader {
  private static final int MOST_COMMANDS = 20_000;
  private static final int MOST_CALLS = 8;
  private static final String ASSIGNMENT = "(?s)[A-Za-z_]\\w*(\\[[^]]*])?\\+?=.*";
  private static final Set<String> DECLARING =
      Set.of("export", "local", "declare", "readonly", "typeset");
  private static final Set<String> READING = Set.of("read", "mapfile", "readarray", "getopts");

  private final Map<String, Step.Function> functions = new HashMap<>();
  private final Set<String> called = new HashSet<>();
  private final CommandLines commands;
  private Scope scope = new Scope();
  private int left = MOST_COMMANDS;
  private int calls;

  /**
   * Reads for a file.
   *
   * @param file what the user calls it
   * @param found gets each forward, or the note why it is none
   */
  public ShellReader(String file, Consumer<Entry> found) {
    commands = new CommandLines(file, found, this);
    scope.set("HOME", Value.of(Word.of(0, "~")));
  }

  /** Sets a variable that another part of the file sets. */
  public ShellReader variable(String name, String value) {
    scope.set(name, Value.of(Word.of(0, value)));
    return this;
  }

  /** Sets a variable that the file sets only where the user does not. */
  public ShellReader fallback(String name, String value) {
    String remark = "$%s is taken as %s, its default".formatted(name, value);
    scope.set(name, Value.of(Word.of(0, value).remarked(remark)));
    return this;
  }

  /** Follows a script whose first line has that number. */
  public void read(String text, int line) {
    run(Parser.parse(text, line));
    runUncalled();
  }

  /** Follows one command that is written as a list of words. */
  public void words(List<String> words, int line) {
    List<Word> expanded = new ArrayList<>();
    for (String word : words) {
      List<Word> one = new Expansion(scope).words(Lexer.tokens(quoted(word), line));
      expanded.add(one.isEmpty() ? Word.of(line, "") : one.getFirst());
    }
    commands.read(expanded, scope);
  }

  /** Returns the words of a text in which variables stay unknown. */
  static List<Word> plainWords(String text, int line) {
    return new Expansion(new Scope()).words(Lexer.tokens(text, line));
  }

  /* Only variables are special in a list of words; a word that is a script keeps them for later. */
  private static String quoted(String word) {
    return CommandLines.isScript(word)
        ? "'" + word.replace("'", "'\\''") + "'"
        : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("`", "\\`") + '"';
  }

  /* Someone calls a function of a file such as .bashrc, with arguments that are not known here. */
  private void runUncalled() {
    scope.arguments(null);
    for (Step.Function function : List.copyOf(functions.values())) {
      if (called.add(function.name())) {
        run(function.body());
      }
    }
  }

  /** Follows a script inside of another one, such as that of {@code bash -c}. */
  void nested(String text, int line) {
    if (calls < MOST_CALLS) {
      calls++;
      run(Parser.parse(text, line));
      calls--;
    }
  }

  private void run(List<Step> steps) {
    for (Step step : steps) {
      if (left <= 0) {
        return;
      }
      left--;
      switch (step) {
        case Step.Simple simple -> simple(simple);
        case Step.Loop loop -> loop(loop);
        case Step.Branches branches -> branches(branches);
        case Step.Block(List<Step> body) -> run(body);
        case Step.Function function -> functions.put(function.name(), function);
        case Step.Subshell(List<Step> body) -> {
          Scope outside = scope;
          scope = scope.copy();
          run(body);
          scope = outside;
        }
      }
    }
  }

  private void loop(Step.Loop loop) {
    List<Word> items =
        loop.items() == null ? scope.arguments() : new Expansion(scope).words(loop.items());
    String name = loop.variable();
    List<Word> known = items == null ? List.of(Word.unknown(0, "$" + name, anyOf(name))) : items;
    for (Word item : known) {
      boolean isList = item.isKnown() && item.text().matches(".*(\\{.*[.,].*}|\\*).*");
      Word value =
          item.isKnown() && !isList ? item : Word.unknown(item.line(), "$" + name, anyOf(name));
      scope.set(name, Value.of(value));
      run(loop.body());
    }
  }

  private static String anyOf(String name) {
    return "$" + name + " takes values that only a run shows";
  }

  private void branches(Step.Branches step) {
    run(step.condition());
    Scope before = scope;
    List<Scope> ends = new ArrayList<>();
    for (List<Step> branch : step.branches()) {
      scope = before.copy();
      run(branch);
      ends.add(scope);
    }
    if (!step.isComplete() || ends.isEmpty()) {
      ends.add(before.copy());
    }
    scope = before;
    scope.merge(ends);
  }

  private void simple(Step.Simple simple) {
    List<Token> tokens = simple.words();
    int at = 0;
    while (at < tokens.size() && isAssignment(tokens.get(at))) {
      at++;
    }
    List<Token> assignments = tokens.subList(0, at);
    List<Token> rest = tokens.subList(at, tokens.size());
    if (rest.isEmpty()) {
      assignments.forEach(token -> assign(token, simple.isConditional()));
      return;
    }
    String head = String.valueOf(rest.getFirst().plain());
    if (DECLARING.contains(head)) {
      rest.stream()
          .filter(ShellReader::isAssignment)
          .forEach(t -> assign(t, simple.isConditional()));
    } else {
      call(simple, assignments, new Expansion(scope).words(rest));
    }
  }

  private void call(Step.Simple simple, List<Token> assignments, List<Word> words) {
    if (words.isEmpty()) {
      return;
    }
    String head = words.getFirst().text();
    Step.Function function = functions.get(head);
    if (READING.contains(head)) {
      forget(words.subList(1, words.size()));
    } else if (head.equals("unset")) {
      forget(words.subList(1, words.size()));
    } else if (head.equals("set") && words.size() > 1 && words.get(1).text().equals("--")) {
      scope.arguments(words.subList(2, words.size()));
    } else if (head.equals("shift")) {
      List<Word> arguments = scope.arguments();
      scope.arguments(
          arguments == null || arguments.isEmpty()
              ? arguments
              : arguments.subList(1, arguments.size()));
    } else if (function != null) {
      call(function, words.subList(1, words.size()));
    } else {
      Scope own = scope;
      if (!assignments.isEmpty()) {
        own = scope.copy();
        Scope outside = scope;
        scope = own;
        assignments.forEach(token -> assign(token, false));
        scope = outside;
      }
      commands.read(words, own, scope, simple.isConditional());
    }
  }

  private void forget(List<Word> names) {
    for (Word name : names) {
      if (name.text().matches("[A-Za-z_]\\w*")) {
        String shown = "$" + name.text();
        scope.set(
            name.text(),
            Value.unknown(name.line(), shown, shown + " is read while the script runs"));
      }
    }
  }

  private void call(Step.Function function, List<Word> arguments) {
    if (calls >= MOST_CALLS) {
      return;
    }
    called.add(function.name());
    calls++;
    List<Word> outside = scope.arguments();
    scope.arguments(arguments);
    run(function.body());
    scope.arguments(outside);
    calls--;
  }

  private static boolean isAssignment(Token token) {
    return !token.parts().isEmpty()
        && token.parts().getFirst() instanceof Part.Plain(String text, boolean isQuoted)
        && !isQuoted
        && text.matches(ASSIGNMENT);
  }

  private void assign(Token token, boolean isConditional) {
    String text = ((Part.Plain) token.parts().getFirst()).text();
    int equals = text.indexOf('=');
    boolean isMore = text.charAt(equals - 1) == '+';
    String target = text.substring(0, isMore ? equals - 1 : equals);
    int bracket = target.indexOf('[');
    String name = bracket < 0 ? target : target.substring(0, bracket);
    List<Token> items = token.items();
    Value value = items != null ? array(items) : Value.of(right(token, text.substring(equals + 1)));
    Value old = scope.find(name);
    if (isConditional) {
      scope.set(
          name, Value.unknown(token.line(), "$" + name, "$" + name + " depends on a condition"));
    } else if (bracket >= 0) {
      String key = target.substring(bracket + 1, target.length() - 1);
      scope.set(name, joined(old, new Value(List.of(key), value.items())));
    } else if (isMore && items != null) {
      scope.set(name, joined(old, value));
    } else if (isMore && old != null) {
      Word first = old.first(token.line());
      List<String> unknown = new ArrayList<>(first.unknown());
      unknown.addAll(value.first(token.line()).unknown());
      String both = first.text() + value.first(token.line()).text();
      scope.set(name, Value.of(new Word(token.line(), cut(both), unknown, first.remarks(), null)));
    } else {
      scope.set(name, value);
    }
  }

  private static String cut(String text) {
    return text.length() > 10_000 ? text.substring(0, 10_000) : text;
  }

  /* ${NS:=shop} and the like also set a variable; its default is used where it stands. */
  private Word right(Token token, String front) {
    List<Part> parts = new ArrayList<>(token.parts());
    parts.set(0, new Part.Plain(front, true));
    return new Expansion(scope).word(new Token(token.line(), null, parts, null));
  }

  private Value array(List<Token> tokens) {
    List<String> keys = new ArrayList<>();
    List<Word> items = new ArrayList<>();
    for (Word word : new Expansion(scope).words(tokens)) {
      int end = word.text().indexOf("]=");
      boolean isNamed = word.text().startsWith("[") && end > 0;
      keys.add(isNamed ? word.text().substring(1, end) : String.valueOf(items.size()));
      items.add(isNamed ? word.withText(word.text().substring(end + 2)) : word);
    }
    return new Value(keys, items);
  }

  private static Value joined(@Nullable Value old, Value more) {
    List<String> keys = new ArrayList<>(old == null ? List.of() : old.keys());
    List<Word> items = new ArrayList<>(old == null ? List.of() : old.items());
    for (int i = 0; i < more.items().size() && items.size() < MOST_COMMANDS; i++) {
      String key = more.keys().get(i);
      keys.add(keys.contains(key) ? String.valueOf(items.size()) : key);
      items.add(more.items().get(i));
    }
    return new Value(keys, items);
  }
}
