package dev.localport.cli.imports.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the structure in the tokens of a script. A word of the shell that is out of place is passed
 * over: what is around it may still be right. Belongs to one text.
 */
final class Parser {
  private static final int MOST_DEPTH = 40;
  private static final Set<String> ENDS =
      Set.of("\n", ";", "&", "&&", "||", "|", "|&", ";;", ";;&", ";&", "(", ")");
  private static final Set<String> NOTHING = Set.of();
  private static final Set<String> TESTS = Set.of("[", "[[", "test", "((");

  private final List<Token> tokens;
  private int at;
  private int depth;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Returns the commands of a text whose first line has that number. */
  static List<Step> parse(String text, int line) {
    Parser parser = new Parser(Lexer.tokens(text, line));
    List<Step> steps = new ArrayList<>();
    while (parser.at < parser.tokens.size()) {
      steps.addAll(parser.list(NOTHING));
      parser.at++; // a word such as "done" without its beginning
    }
    return steps;
  }

  /** Reads commands up to one of the words, which stays. */
  private List<Step> list(Set<String> ends) {
    List<Step> steps = new ArrayList<>();
    boolean isConditional = false;
    boolean isFed = false;
    boolean isTest = false;
    while (at < tokens.size() && !isAny(ends)) {
      Token token = tokens.get(at);
      if (ENDS.contains(String.valueOf(token.operator())) && !token.is("(")) {
        if (token.is(")")) {
          at++;
          continue;
        }
        isConditional = token.is("||") || (token.is("&&") && (isTest || isConditional));
        isFed = token.is("|") || token.is("|&");
        at++;
        continue;
      }
      int before = at;
      isTest = token.plain() != null && TESTS.contains(token.plain());
      step(steps, isConditional, isFed);
      if (at == before) {
        at++;
      }
    }
    return steps;
  }

  private boolean isAny(Set<String> words) {
    return words.stream().anyMatch(tokens.get(at)::is);
  }

  private void step(List<Step> steps, boolean isConditional, boolean isFed) {
    if (++depth > MOST_DEPTH) {
      at = tokens.size();
      depth--;
      return;
    }
    Token token = tokens.get(at);
    if (token.is("for") || token.is("select")) {
      steps.add(loop());
    } else if (token.is("while") || token.is("until")) {
      at++;
      List<Step> condition = list(Set.of("do", "done"));
      skip("do");
      List<Step> body = list(Set.of("done"));
      skip("done");
      steps.add(new Step.Branches(condition, List.of(body), false));
    } else if (token.is("if")) {
      steps.add(condition());
    } else if (token.is("case")) {
      steps.add(cases());
    } else if (token.is("{")) {
      steps.add(new Step.Block(between("{", "}")));
    } else if (token.is("(")) {
      steps.add(new Step.Subshell(between("(", ")")));
    } else if (isFunction()) {
      steps.add(function());
    } else if (token.is("!") || token.is("then") || token.is("do")) {
      at++;
    } else {
      steps.add(new Step.Simple(words(), isConditional, isFed));
    }
    depth--;
  }

  private List<Step> between(String open, String close) {
    skip(open);
    List<Step> body = list(Set.of(close));
    skip(close);
    return body;
  }

  private Step loop() {
    at++;
    String variable = at < tokens.size() ? String.valueOf(tokens.get(at).plain()) : "";
    at++;
    List<Token> items = null;
    if (at < tokens.size() && tokens.get(at).is("in")) {
      at++;
      items = words();
    }
    while (at < tokens.size() && (tokens.get(at).is(";") || tokens.get(at).is("\n"))) {
      at++;
    }
    skip("do");
    List<Step> body = list(Set.of("done", "end"));
    at++;
    return new Step.Loop(variable, items, body);
  }

  private Step condition() {
    at++;
    List<Step> condition = new ArrayList<>(list(Set.of("then", "fi")));
    List<List<Step>> branches = new ArrayList<>();
    boolean isComplete = false;
    skip("then");
    branches.add(list(Set.of("elif", "else", "fi")));
    while (at < tokens.size() && !tokens.get(at).is("fi")) {
      isComplete = tokens.get(at).is("else");
      at++;
      if (!isComplete) {
        condition.addAll(list(Set.of("then", "fi")));
        skip("then");
      }
      branches.add(list(Set.of("elif", "else", "fi")));
    }
    skip("fi");
    return new Step.Branches(condition, branches, isComplete);
  }

  private Step cases() {
    at++;
    while (at < tokens.size() && !tokens.get(at).is("in")) {
      at++;
    }
    skip("in");
    List<List<Step>> branches = new ArrayList<>();
    boolean isComplete = false;
    while (at < tokens.size() && !tokens.get(at).is("esac")) {
      int before = at;
      while (at < tokens.size() && !tokens.get(at).is(")") && !tokens.get(at).is("esac")) {
        isComplete |= tokens.get(at).is("*");
        at++;
      }
      skip(")");
      branches.add(list(Set.of(";;", ";;&", ";&", "esac")));
      at += at < tokens.size() && !tokens.get(at).is("esac") ? 1 : 0;
      at += at == before ? 1 : 0;
    }
    skip("esac");
    return new Step.Branches(List.of(), branches, isComplete);
  }

  private boolean isFunction() {
    Token token = tokens.get(at);
    return token.is("function")
        || (token.plain() != null
            && at + 2 < tokens.size()
            && tokens.get(at + 1).is("(")
            && tokens.get(at + 2).is(")"));
  }

  private Step function() {
    skip("function");
    Token named = at < tokens.size() ? tokens.get(at) : tokens.getLast();
    at++;
    skip("(");
    skip(")");
    while (at < tokens.size() && tokens.get(at).is("\n")) {
      at++;
    }
    List<Step> body = new ArrayList<>();
    if (at < tokens.size()) {
      step(body, false, false);
    }
    return new Step.Function(String.valueOf(named.plain()), named.line(), body);
  }

  /** Reads the words of one command; redirections are left out. */
  private List<Token> words() {
    List<Token> words = new ArrayList<>();
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      if (token.is(Lexer.REDIRECTION) && !token.isWord()) {
        at += 2;
        continue;
      }
      if (ENDS.contains(String.valueOf(token.operator()))) {
        break;
      }
      words.add(token);
      at++;
    }
    return words;
  }

  private void skip(String word) {
    if (at < tokens.size() && tokens.get(at).is(word)) {
      at++;
    }
  }
}
