package dev.localport.cli.imports.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Splits shell text into words and operators, as POSIX and Bash do. A text that is wrong is read as
 * far as it makes sense: a quote that nothing closes ends with its line. Belongs to one text.
 *
 * <p>Over 300 lines, since it is one loop over characters and its cases.
 */
final class Lexer {
  /** Says that a redirection with its target was read: the word behind it is no argument. */
  static final String REDIRECTION = ">";

  private static final String BLANKS = " \t\r";
  private static final int MOST_DEPTH = 20;

  /* How many characters may be looked at in search of an end: text without any ends early. */
  private static final int MOST_WORK = 20_000_000;

  private final String text;
  private final int depth;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();
  private final Deque<HereDocument> documents = new ArrayDeque<>();
  private int at;
  private int work;
  private int line;
  private int wordLine;
  private boolean inWord;
  private boolean isPlainQuoted;
  private boolean isArray;

  private record HereDocument(String end, boolean stripsTabs) {}

  private Lexer(String text, int line, int depth) {
    this.text = text;
    this.line = line;
    this.wordLine = line;
    this.depth = depth;
  }

  /** Returns the tokens of a text whose first line has that number. */
  static List<Token> tokens(String text, int line) {
    Lexer lexer = new Lexer(text, line, 0);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < text.length() && work < MOST_WORK) {
      if (isArray && text.charAt(at) == ')') {
        break;
      }
      step(text.charAt(at));
    }
    endWord();
  }

  private void step(char c) {
    switch (c) {
      case '\\' -> escape();
      case '\'' -> single();
      case '"' -> twice();
      case '`' -> backticks(false);
      case '$' -> dollar(false);
      case '\n' -> newline();
      case ' ', '\t', '\r' -> {
        endWord();
        at++;
      }
      case '#' -> comment();
      case '<', '>' -> redirection();
      case '&', ';', '|' -> operator();
      case '(' -> parenthesis();
      case ')' -> {
        endWord();
        add(")");
        at++;
      }
      default -> {
        if (!template()) {
          character(c);
        }
      }
    }
  }

  private void character(char c) {
    begin();
    addPlain(String.valueOf(c), false);
    at++;
  }

  /* {{.NS}} of Go templates and {{ … }} of others: what it becomes is not in this text. */
  private boolean template() {
    if (text.startsWith("{{", at)) {
      int end = text.indexOf("}}", at);
      int newline = text.indexOf('\n', at);
      if (end > 0 && (newline < 0 || end < newline)) {
        begin();
        addPart(new Part.Opaque(text.substring(at, end + 2)));
        at = end + 2;
        return true;
      }
    }
    return false;
  }

  private void escape() {
    if (text.startsWith("\\\r\n", at)) {
      at += 3;
      line++;
    } else if (text.startsWith("\\\n", at)) {
      at += 2;
      line++;
    } else if (at + 1 < text.length()) {
      begin();
      addPlain(text.substring(at + 1, at + 2), true);
      at += 2;
    } else {
      at++;
    }
  }

  private void single() {
    int end = closingQuote('\'');
    begin();
    addPlain(text.substring(at + 1, end), true);
    line += lines(text.substring(at, end));
    at = Math.min(text.length(), end + 1);
  }

  /** Returns where a quote ends: at its end of line if it is never closed. */
  private int closingQuote(char quote) {
    int end = text.indexOf(quote, at + 1);
    int newline = text.indexOf('\n', at + 1);
    return end >= 0 ? end : newline >= 0 ? newline : text.length();
  }

  private void twice() {
    int end = endOfDouble();
    begin();
    addPlain("", true);
    at++;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < end) {
        quotedEscape(text.charAt(at + 1));
      } else if (c == '$') {
        dollar(true);
      } else if (c == '`') {
        backticks(true);
      } else if (!template()) {
        line += c == '\n' ? 1 : 0;
        addPlain(String.valueOf(c), true);
        at++;
      }
    }
    at = Math.max(at, end < text.length() && text.charAt(end) == '"' ? end + 1 : end);
  }

  private void quotedEscape(char c) {
    if (c == '\n') {
      line++;
    } else {
      addPlain("\"\\$`".indexOf(c) >= 0 ? String.valueOf(c) : "\\" + c, true);
    }
    at += 2;
  }

  /* A quote inside of $(…) does not end the text around it. */
  private int endOfDouble() {
    int i = at + 1;
    while (i < text.length() && ++work < MOST_WORK) {
      char c = text.charAt(i);
      if (c == '"') {
        return i;
      } else if (c == '\\') {
        i += 2;
      } else if (text.startsWith("$(", i)) {
        i = matching(i + 1, '(', ')') + 1;
      } else {
        i++;
      }
    }
    int newline = text.indexOf('\n', at + 1);
    return newline >= 0 ? newline : text.length();
  }

  private void backticks(boolean isQuoted) {
    int end = text.indexOf('`', at + 1);
    int newline = text.indexOf('\n', at + 1);
    int stop = end >= 0 ? end : newline >= 0 ? newline : text.length();
    begin();
    addPart(new Part.Output(text.substring(at + 1, stop), isQuoted));
    line += lines(text.substring(at, stop));
    at = Math.min(text.length(), stop + 1);
  }

  private void dollar(boolean isQuoted) {
    begin();
    if (text.startsWith("$((", at)) {
      int end = matching(at + 1, '(', ')');
      addPart(new Part.Opaque("$((…))"));
      at = Math.min(text.length(), end + 1);
    } else if (text.startsWith("$(", at)) {
      int end = matching(at + 1, '(', ')');
      addPart(new Part.Output(text.substring(at + 2, Math.max(at + 2, end)), isQuoted));
      line += lines(text.substring(at, end));
      at = Math.min(text.length(), end + 1);
    } else if (text.startsWith("${{", at)) {
      int end = text.indexOf("}}", at);
      int stop = end < 0 ? Math.min(text.length(), at + 3) : end + 2;
      addPart(new Part.Opaque(text.substring(at, stop)));
      at = stop;
    } else if (text.startsWith("${", at)) {
      int end = matching(at + 1, '{', '}');
      addPart(Variables.inBraces(text.substring(at + 2, Math.max(at + 2, end)), isQuoted));
      line += lines(text.substring(at, end));
      at = Math.min(text.length(), end + 1);
    } else if (!isQuoted && text.startsWith("$'", at)) {
      at++;
      single();
    } else {
      named(isQuoted);
    }
  }

  private void named(boolean isQuoted) {
    int end = at + 1;
    while (end < text.length() && Variables.isNamePart(text.charAt(end), end == at + 1)) {
      end++;
    }
    if (end == at + 1
        && end < text.length()
        && "@*#?$!-0123456789".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    if (end == at + 1) {
      addPlain("$", true);
    } else {
      addPart(new Part.Variable(text.substring(at + 1, end), null, "", false, isQuoted));
    }
    at = end;
  }

  /** Returns where the bracket at {@code from} is closed; the end of the text if it is not. */
  private int matching(int from, char open, char close) {
    int level = 0;
    char quote = 0;
    for (int i = from; i < text.length() && ++work < MOST_WORK; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == open) {
        level++;
      } else if (c == close && --level == 0) {
        return i;
      }
    }
    return text.length();
  }

  private void newline() {
    endWord();
    add("\n");
    at++;
    line++;
    while (!documents.isEmpty()) {
      skip(documents.removeFirst());
    }
  }

  /* What a document says is input of a program, and no command. */
  private void skip(HereDocument document) {
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String row = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      line++;
      String word = document.stripsTabs() ? row.replaceFirst("^\t+", "") : row;
      if (word.stripTrailing().equals(document.end())) {
        return;
      }
    }
  }

  private void comment() {
    if (inWord) {
      character('#');
      return;
    }
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void redirection() {
    if (text.startsWith("<(", at) || text.startsWith(">(", at)) {
      int end = matching(at + 1, '(', ')');
      begin();
      addPart(new Part.Opaque("<(…)"));
      line += lines(text.substring(at, end));
      at = Math.min(text.length(), end + 1);
      return;
    }
    if (inWord && parts.isEmpty() && plain.toString().matches("[0-9]|&|\\{[a-z]+}")) {
      drop(); // the number of a descriptor
    }
    endWord();
    boolean isDocument = text.startsWith("<<", at) && !text.startsWith("<<<", at);
    boolean stripsTabs = text.startsWith("<<-", at);
    while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    at += stripsTabs ? 1 : 0;
    if (isDocument) {
      document(stripsTabs);
    } else {
      add(REDIRECTION);
    }
  }

  private void document(boolean stripsTabs) {
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    int end = at;
    while (end < text.length() && (BLANKS + "\n;&|<>()").indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String word = text.substring(at, end).replaceAll("['\"\\\\]", "");
    at = end;
    if (!word.isEmpty()) {
      documents.add(new HereDocument(word, stripsTabs));
    }
  }

  private void operator() {
    if (text.startsWith("&>", at)) {
      endWord();
      at++;
      redirection();
      return;
    }
    endWord();
    for (String known : List.of("&&", "||", ";;&", ";;", ";&", "|&", "&", ";", "|")) {
      if (text.startsWith(known, at)) {
        add(known);
        at += known.length();
        return;
      }
    }
  }

  private void parenthesis() {
    boolean isAssigned =
        inWord && parts.isEmpty() && plain.toString().matches("[A-Za-z_]\\w*\\+?=");
    if (isAssigned && depth < MOST_DEPTH) {
      Lexer items = new Lexer(text, line, depth + 1);
      items.at = at + 1;
      items.isArray = true;
      items.run();
      at = Math.min(text.length(), items.at + 1);
      line = items.line;
      flush();
      tokens.add(
          new Token(wordLine, null, parts, items.tokens.stream().filter(Token::isWord).toList()));
      drop();
      return;
    }
    endWord();
    add("(");
    at++;
  }

  private void begin() {
    if (!inWord) {
      inWord = true;
      wordLine = line;
    }
  }

  private void addPlain(String more, boolean isQuoted) {
    if (isQuoted != isPlainQuoted) {
      flush();
    }
    isPlainQuoted = isQuoted;
    plain.append(more);
    if (isQuoted && more.isEmpty() && plain.isEmpty()) {
      parts.add(new Part.Plain("", true)); // an empty word is a word
    }
  }

  private void addPart(Part part) {
    flush();
    parts.add(part);
  }

  private void flush() {
    if (!plain.isEmpty()) {
      parts.add(new Part.Plain(plain.toString(), isPlainQuoted));
      plain.setLength(0);
    }
  }

  private void drop() {
    plain.setLength(0);
    parts.clear();
    inWord = false;
  }

  private void endWord() {
    if (inWord) {
      flush();
      tokens.add(new Token(wordLine, null, parts, null));
      drop();
    }
  }

  private void add(String operator) {
    tokens.add(Token.operator(line, operator));
  }

  private static int lines(String part) {
    return (int) part.chars().filter(c -> c == '\n').count();
  }
}
