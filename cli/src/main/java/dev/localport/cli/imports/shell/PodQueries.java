package dev.localport.cli.imports.shell;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognizes {@code kubectl get pod -l app=web -o …}: its output is a pod with these labels. */
final class PodQueries {
  private static final Set<String> PODS = Set.of("pod", "pods", "po");

  /* They choose one of the names, or cut the line: any of the pods will do. */
  private static final Set<String> HARMLESS =
      Set.of("head", "tail", "awk", "cut", "tr", "sed", "xargs");

  private PodQueries() {}

  /** Returns what a script asks for; null where it is something else. */
  static Word.@Nullable PodQuery find(String script, int line, Expansion expansion) {
    List<Step> steps = Parser.parse(script, line);
    Word.PodQuery found = null;
    for (Step step : steps) {
      if (!(step instanceof Step.Simple(List<Token> tokens, boolean _, boolean isFed))) {
        return null;
      }
      List<Word> words = expansion.words(tokens);
      if (words.isEmpty()) {
        continue;
      }
      if (!isFed && found == null) {
        found = query(words);
      } else if (!HARMLESS.contains(words.getFirst().text())) {
        return null;
      }
      if (found == null) {
        return null;
      }
    }
    return found;
  }

  private static Word.@Nullable PodQuery query(List<Word> words) {
    if (!Programs.isKubectl(words.getFirst().text())) {
      return null;
    }
    String selector = null;
    String namespace = null;
    boolean isGet = false;
    boolean isPods = false;
    for (int i = 1; i < words.size(); i++) {
      String text = words.get(i).text();
      String next = i + 1 < words.size() ? words.get(i + 1).text() : "";
      isGet |= text.equals("get");
      isPods |= isGet && PODS.contains(text);
      switch (text) {
        case "-l", "--selector" -> selector = next;
        case "-n", "--namespace" -> namespace = next;
        default -> {
          if (text.matches("(?s)--selector=.+|-l.+")) {
            selector = text.replaceFirst("^--selector=|^-l=?", "");
          } else if (text.startsWith("--namespace=")) {
            namespace = text.substring("--namespace=".length());
          } else if (text.startsWith("--field-selector")) {
            continue; // mostly status.phase=Running, which holds for any pod that can be used
          }
        }
      }
    }
    boolean isKnown = selector != null && !selector.contains("$");
    return isPods && isKnown && selector != null ? new Word.PodQuery(selector, namespace) : null;
  }
}
