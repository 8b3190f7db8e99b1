package dev.localport.cli.imports.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables by what the script has set them to, as far as that can be known without
 * running anything. Belongs to one reading.
 *
 * <p>Over 300 lines, since the forms of variables share how a word grows.
 */
final class Expansion {
  private static final int MOST_DEPTH = 8;
  private static final int MOST_WORDS = 5000;
  private static final int LONGEST = 10_000;
  private static final int LONGEST_CUT = 1000;

  private final Scope scope;
  private final int depth;

  Expansion(Scope scope) {
    this(scope, 0);
  }

  private Expansion(Scope scope, int depth) {
    this.scope = scope;
    this.depth = depth;
  }

  /** Returns the words that all tokens become. */
  List<Word> words(List<Token> tokens) {
    List<Word> words = new ArrayList<>();
    for (Token token : tokens) {
      if (token.isWord() && words.size() < MOST_WORDS) {
        words.addAll(words(token));
      }
    }
    return words;
  }

  /** Returns the words that one becomes: none, where variables in it are empty. */
  List<Word> words(Token token) {
    Growing growing = new Growing(token.line());
    for (Part part : token.parts()) {
      switch (part) {
        case Part.Plain(String text, boolean _) -> growing.append(text);
        case Part.Opaque(String shown) ->
            growing.append(Word.unknown(token.line(), shown, unknownTemplate(shown)));
        case Part.Output(String script, boolean isQuoted) ->
            append(growing, List.of(output(script, token.line())), isQuoted);
        case Part.Variable variable -> append(growing, variable);
      }
    }
    return growing.end();
  }

  /** Returns one word: as the right side of an assignment, where nothing is split. */
  Word word(Token token) {
    List<Word> words = words(quoted(token));
    return words.isEmpty() ? Word.of(token.line(), "") : words.getFirst();
  }

  private static Token quoted(Token token) {
    List<Part> parts = new ArrayList<>();
    for (Part part : token.parts()) {
      parts.add(
          switch (part) {
            case Part.Variable v -> new Part.Variable(v.name(), v.index(), v.change(), false, true);
            case Part.Output(String script, boolean _) -> new Part.Output(script, true);
            case Part.Plain _, Part.Opaque _ -> part;
          });
    }
    return new Token(token.line(), null, parts, null);
  }

  private static String unknownTemplate(String shown) {
    return shown + " is filled in elsewhere";
  }

  private void append(Growing growing, Part.Variable variable) {
    boolean isAll =
        variable.name().equals("@")
            || variable.name().equals("*")
            || "@".equals(variable.index())
            || "*".equals(variable.index());
    List<Word> values = values(variable, growing.line);
    if (isAll && variable.isQuoted()) {
      growing.appendEach(values);
    } else {
      append(growing, values, variable.isQuoted());
    }
  }

  private static void append(Growing growing, List<Word> values, boolean isQuoted) {
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        growing.next();
      }
      if (isQuoted) {
        growing.append(values.get(i));
      } else {
        growing.appendSplit(values.get(i));
      }
    }
  }

  private List<Word> values(Part.Variable variable, int line) {
    String name = variable.name();
    if ((name.equals("@") || name.equals("*")) && !variable.change().isEmpty()) {
      String shown = "${" + name + variable.change() + "}";
      return List.of(Word.unknown(line, shown, shown + " is known only when it runs"));
    } else if (name.equals("@") || name.equals("*")) {
      List<Word> arguments = scope.arguments();
      return arguments == null ? List.of(argument(line, "$@")) : arguments;
    }
    Value value =
        name.matches("[0-9]+") ? positional(Integer.parseInt(cut(name)), line) : scope.find(name);
    if (variable.isKeys() && value != null) {
      return value.keys().stream().map(key -> Word.of(line, key)).toList();
    }
    if (value != null && variable.index() != null) {
      return indexed(value, variable, line);
    }
    return List.of(changed(name, value, variable.change(), line));
  }

  private static String cut(String digits) {
    return digits.length() > 4 ? "9999" : digits;
  }

  private List<Word> indexed(Value value, Part.Variable variable, int line) {
    String index = String.valueOf(variable.index());
    if (index.equals("@") || index.equals("*")) {
      return variable.change().isEmpty()
          ? value.items()
          : List.of(Word.unknown(line, "${" + variable.name() + "}", unset(variable.name())));
    }
    List<Word> keys = nested(index, line);
    String key = keys.isEmpty() ? "" : keys.getFirst().text();
    int at = value.keys().indexOf(key.startsWith("$") ? "" : key);
    return List.of(
        at < 0
            ? Word.unknown(line, "${" + variable.name() + "[…]}", unset(variable.name() + "[…]"))
            : changed(variable.name(), Value.of(value.items().get(at)), variable.change(), line));
  }

  private @Nullable Value positional(int number, int line) {
    List<Word> arguments = scope.arguments();
    if (arguments == null) {
      return Value.of(argument(line, "$" + number));
    }
    boolean isThere = number >= 1 && number <= arguments.size();
    return isThere ? Value.of(arguments.get(number - 1)) : number == 0 ? null : emptyArgument();
  }

  private static @Nullable Value emptyArgument() {
    return Value.of(Word.of(0, ""));
  }

  private static Word argument(int line, String shown) {
    return Word.unknown(line, shown, shown + " is an argument of the script or function");
  }

  private static String unset(String name) {
    return "$" + name + " is not set in this file";
  }

  private Word changed(String name, @Nullable Value value, String change, int line) {
    Word word = value == null ? Word.unknown(line, "$" + name, unset(name)) : value.first(line);
    if (change.isEmpty() || change.startsWith(":?") || change.startsWith("?")) {
      return word;
    } else if (change.matches("(?s):?[-=].*")) {
      Word set = otherwise(name, value, word, change.replaceFirst("^:?[-=]", ""), line);
      if (change.matches("(?s):?=.*")) {
        scope.set(name, Value.of(set));
      }
      return set;
    } else if (change.matches("(?s)(##?|%%?).*") && word.isKnown()) {
      return without(word, change, line);
    }
    String shown = "${" + name + change + "}";
    return Word.unknown(line, shown, shown + " is known only when it runs");
  }

  private Word otherwise(String name, @Nullable Value value, Word word, String text, int line) {
    boolean isEmptyOrArgument =
        value == null || (word.isKnown() && word.text().isEmpty()) || name.matches("[0-9]+");
    if (!isEmptyOrArgument || (word.isKnown() && !word.text().isEmpty())) {
      return word;
    }
    List<Word> words = nested("\"" + text.replaceAll("^\"|\"$", "") + "\"", line);
    Word fallback = words.isEmpty() ? Word.of(line, "") : words.getFirst();
    return (fallback.isKnown() && value == null) || !word.isKnown()
        ? fallback.remarked("$%s is taken as %s, its default".formatted(name, fallback.text()))
        : fallback;
  }

  private Word without(Word word, String change, int line) {
    boolean isFront = change.startsWith("#");
    boolean isLongest = change.length() > 1 && change.charAt(0) == change.charAt(1);
    List<Word> words =
        nested("\"" + change.substring(isLongest ? 2 : 1).replace("\"", "") + "\"", line);
    Word pattern = words.isEmpty() ? Word.of(line, "") : words.getFirst();
    boolean isSimple = pattern.text().chars().filter(c -> c == '*').count() <= 2;
    if (!pattern.isKnown() || !isSimple || word.text().length() > LONGEST_CUT) {
      return Word.unknown(line, "${" + change + "}", "a pattern of the shell is not known");
    }
    return word.withText(removed(word.text(), pattern.text(), isFront, isLongest));
  }

  /* From the shortest to the longest match, or the other way. */
  private static String removed(String text, String glob, boolean isFront, boolean isLongest) {
    Pattern pattern = glob(glob);
    int length = text.length();
    for (int i = 0; i <= length; i++) {
      int size = isLongest ? length - i : i;
      String piece = isFront ? text.substring(0, size) : text.substring(text.length() - size);
      if (pattern.matcher(piece).matches()) {
        return isFront ? text.substring(size) : text.substring(0, text.length() - size);
      }
    }
    return text;
  }

  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    glob.replaceAll("\\*+", "*")
        .chars()
        .forEach(c -> {
          if (c == '*') {
            regex.append("(?>.*)");
          } else {
            regex.append(c == '?' ? "." : Pattern.quote(String.valueOf((char) c)));
          }
        });
    return Pattern.compile(regex.toString().replace("(?>.*)", ".*"), Pattern.DOTALL);
  }

  private List<Word> nested(String text, int line) {
    return depth >= MOST_DEPTH
        ? List.of(Word.unknown(line, "${…}", "it is nested too deeply"))
        : new Expansion(scope, depth + 1).words(Lexer.tokens(text, line));
  }

  /** Returns the word for the output of a command: a query for pods is the one that is known. */
  private Word output(String script, int line) {
    if (depth < MOST_DEPTH) {
      Word.PodQuery pods = PodQueries.find(script, line, new Expansion(scope, depth + 1));
      if (pods != null) {
        return new Word(line, "", List.of(), List.of(), pods);
      }
    }
    return Word.unknown(line, "$(…)", "$(…) is the output of a command");
  }

  /** A word that grows part by part, and the words that it was split into. */
  private static final class Growing {
    private final int line;
    private final List<Word> done = new ArrayList<>();
    private StringBuilder text = new StringBuilder();
    private List<String> unknown = new ArrayList<>();
    private List<String> remarks = new ArrayList<>();
    private Word.@Nullable PodQuery pods;
    private boolean isThere;

    Growing(int line) {
      this.line = line;
    }

    void append(String more) {
      isThere = true;
      if (text.length() < LONGEST) {
        text.append(more);
      }
    }

    void append(Word word) {
      append(word.text());
      unknown.addAll(word.unknown());
      remarks.addAll(word.remarks());
      pods = word.pods() == null ? pods : word.pods();
    }

    /** Adds each as a word of its own; the first and the last grow together with what is around. */
    void appendEach(List<Word> words) {
      for (int i = 0; i < words.size(); i++) {
        if (i > 0) {
          next();
        }
        append(words.get(i));
      }
    }

    void appendSplit(Word word) {
      if (!word.isKnown() || word.pods() != null) {
        append(word);
        return;
      }
      String[] pieces = word.text().split("[ \\t\\n]+", -1);
      for (int i = 0; i < pieces.length; i++) {
        if (i > 0) {
          next();
        }
        if (!pieces[i].isEmpty()) {
          append(word.withText(pieces[i]));
        }
      }
    }

    void next() {
      if (isThere && done.size() < MOST_WORDS) {
        done.add(new Word(line, text.toString(), unknown, remarks, pods));
      }
      text = new StringBuilder();
      unknown = new ArrayList<>();
      remarks = new ArrayList<>();
      pods = null;
      isThere = false;
    }

    List<Word> end() {
      next();
      return done;
    }
  }
}
