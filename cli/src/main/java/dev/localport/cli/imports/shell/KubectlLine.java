package dev.localport.cli.imports.shell;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Entry;
import dev.localport.cli.imports.draft.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code kubectl port-forward} with its options before and behind the verb, and notices which
 * context a script switches to. Belongs to one command.
 */
final class KubectlLine {
  /** The context that a script has switched to; no name of a variable. */
  static final String CONTEXT = "kubectl context";

  /** The namespace that a script has switched to. */
  static final String NAMESPACE = "kubectl namespace";

  private static final Set<String> VERBS = Set.of("port-forward", "pf", "portforward");
  private static final Map<String, String> SHORT =
      Map.of("-n", "--namespace", "-s", "--server", "-v", "--v", "-p", "--pod");

  /* What changes no more than how kubectl talks, or what a kubeconfig says in LocalPort. */
  private static final Set<String> PASSED =
      Set.of(
          "--pod-running-timeout",
          "--request-timeout",
          "--cache-dir",
          "--v",
          "--vmodule",
          "--profile",
          "--profile-output",
          "--log-flush-frequency",
          "--kuberc");
  private static final Set<String> FLAGS =
      Set.of("--match-server-version", "--warnings-as-errors", "--disable-compression");

  /* They lead to another API server, or say who it is. */
  private static final Set<String> REFUSED =
      Set.of("--server", "--cluster", "--certificate-authority", "--tls-server-name");
  private static final Set<String> IDENTITY =
      Set.of(
          "--as",
          "--as-group",
          "--as-uid",
          "--user",
          "--token",
          "--username",
          "--password",
          "--client-certificate",
          "--client-key",
          "--insecure-skip-tls-verify");
  private static final Set<String> IDENTITY_FLAGS = Set.of("--insecure-skip-tls-verify");
  private static final Set<String> KEPT =
      Set.of("--namespace", "--context", "--kubeconfig", "--address", "--pod");
  private static final Pattern GENERATED =
      Pattern.compile("(.+)-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}");

  private final String file;
  private final Consumer<Entry> found;
  private final List<Word> positional = new ArrayList<>();
  private final List<String> lacks = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private @Nullable Word namespace;
  private @Nullable Word context;
  private @Nullable Word kubeconfig;
  private @Nullable Word address;
  private @Nullable Word pod;
  private boolean isHelp;

  KubectlLine(String file, Consumer<Entry> found) {
    this.file = file;
    this.found = found;
  }

  /** Reads the words behind kubectl. */
  void read(List<Word> words, Scope scope, Scope after, boolean isConditional) {
    options(words);
    String verb = positional.isEmpty() ? "" : positional.getFirst().text();
    boolean isOpen = !positional.isEmpty() && !positional.getFirst().isKnown();
    if (isOpen && positional.stream().anyMatch(word -> VERBS.contains(word.text()))) {
      lacks.addAll(positional.getFirst().unknown());
      behindVerb(line(words), scope);
    } else if (VERBS.contains(verb)) {
      forward(positional.subList(1, positional.size()), line(words), scope);
    } else if (verb.equals("config")) {
      configure(words, after, isConditional);
    }
  }

  /** Reads the words behind a program whose name is not known. */
  void readUnknown(Word program, List<Word> words, Scope scope) {
    lacks.addAll(program.unknown());
    options(words);
    behindVerb(program.line(), scope);
  }

  /* What stands before the verb may be options, or the program itself. */
  private void behindVerb(int line, Scope scope) {
    int verb = -1;
    for (int i = 0; i < positional.size() && verb < 0; i++) {
      verb = VERBS.contains(positional.get(i).text()) ? i : -1;
    }
    forward(positional.subList(verb + 1, positional.size()), line, scope);
  }

  private static int line(List<Word> words) {
    return words.stream().mapToInt(Word::line).filter(line -> line > 0).findFirst().orElse(1);
  }

  private void options(List<Word> words) {
    int at = 0;
    while (at < words.size()) {
      Word word = words.get(at);
      String text = word.text();
      if (!text.startsWith("-") || text.equals("-") || text.equals("--")) {
        if (!text.equals("--")) {
          positional.add(word);
        }
        at++;
        continue;
      }
      int equals = text.startsWith("--") ? text.indexOf('=') : -1;
      boolean isGlued = !text.startsWith("--") && text.length() > 2;
      String name = equals > 0 ? text.substring(0, equals) : isGlued ? text.substring(0, 2) : text;
      String full = SHORT.getOrDefault(name, name);
      boolean isFlag = FLAGS.contains(full) || IDENTITY_FLAGS.contains(full) || isHelp(full);
      Word value = null;
      if (equals > 0) {
        value = word.withText(text.substring(equals + 1));
      } else if (isGlued) {
        value = word.withText(text.substring(2).replaceFirst("^=", ""));
      } else if (!isFlag && at + 1 < words.size() && isKnown(full)) {
        value = words.get(++at);
      }
      option(full, value == null ? Word.of(word.line(), "") : value);
      at++;
    }
  }

  private static boolean isHelp(String name) {
    return name.equals("--help") || name.equals("-h");
  }

  private static boolean isKnown(String name) {
    return PASSED.contains(name)
        || REFUSED.contains(name)
        || IDENTITY.contains(name)
        || KEPT.contains(name);
  }

  private void option(String name, Word value) {
    isHelp |= isHelp(name);
    switch (name) {
      case "--namespace" -> namespace = value;
      case "--context" -> context = value;
      case "--kubeconfig" -> kubeconfig = value;
      case "--address" -> address = value;
      case "--pod" -> pod = value;
      default -> {
        if (REFUSED.contains(name)) {
          lacks.add(name + " names another API server; name a context of the kubeconfig instead");
        } else if (IDENTITY.contains(name)) {
          remarks.add(name + " is left out: LocalPort uses the identity of the kubeconfig");
        } else if (!isHelp(name) && !PASSED.contains(name) && !FLAGS.contains(name)) {
          lacks.add("kubectl's option " + name + " is not known to LocalPort");
        }
      }
    }
  }

  private void forward(List<Word> words, int line, Scope scope) {
    boolean isUseless = words.isEmpty() && pod == null && lacks.isEmpty(); // as in an alias
    if (isHelp || isUseless) {
      return;
    }
    DraftBuilder draft = new DraftBuilder(new Origin(file, Math.max(1, line)));
    remarks.forEach(draft::remark);
    List<Word> rest = target(draft, words);
    known(
        draft,
        namespace == null && context == null ? held(NAMESPACE, scope) : namespace,
        draft::namespace);
    known(draft, context == null ? held(CONTEXT, scope) : context, draft::context);
    Word config = kubeconfig == null ? held("KUBECONFIG", scope) : kubeconfig;
    known(draft, config, draft::kubeconfig);
    known(draft, address, draft::address);
    for (Word port : rest) {
      known(draft, port, draft::port);
    }
    lacks.forEach(draft::lacks);
    found.accept(draft.build());
  }

  private static @Nullable Word held(String variable, Scope scope) {
    Value value = scope.find(variable);
    return value == null ? null : value.first(0);
  }

  private static void known(
      DraftBuilder draft, @Nullable Word word, Function<String, DraftBuilder> set) {
    if (word != null) {
      word.unknown().forEach(draft::lacks);
      word.remarks().forEach(draft::remark);
      DraftBuilder _ = set.apply(word.text());
    }
  }

  /** Reads the target, and returns the words behind it: the ports. */
  private List<Word> target(DraftBuilder draft, List<Word> words) {
    if (pod != null) {
      known(draft, pod, text -> draft.target("pod", text));
      return words;
    } else if (words.isEmpty()) {
      return List.of();
    }
    Word target = words.getFirst();
    Word.PodQuery pods = target.pods();
    if (pods != null && target.text().matches("(pods?/)?")) {
      DraftBuilder _ =
          draft
              .selector(pods.selector())
              .remark("any Ready pod with these labels; the script asked for one by its name");
    } else {
      known(draft, target, draft::target);
      Matcher generated = GENERATED.matcher(target.text().replaceFirst("^pods?/", ""));
      boolean isPod = !target.text().contains("/") || target.text().startsWith("pod");
      if (isPod && generated.matches()) {
        DraftBuilder _ =
            draft.remark(
                "a pod with a generated name does not last; deployment/%s may be what you want"
                    .formatted(generated.group(1)));
      }
    }
    return words.subList(1, words.size());
  }

  private void configure(List<Word> words, Scope after, boolean isConditional) {
    String command = positional.size() < 2 ? "" : positional.get(1).text();
    if (command.matches("use-context|use") && positional.size() == 3) {
      remember(CONTEXT, positional.get(2), after, isConditional);
      after.set(NAMESPACE, Value.of(Word.of(0, "")));
    } else if (command.equals("set-context") && namespace != null) {
      boolean isCurrent = words.stream().anyMatch(word -> word.text().equals("--current"));
      if (isCurrent) {
        remember(NAMESPACE, namespace, after, isConditional);
      }
    }
  }

  private static void remember(String name, Word word, Scope after, boolean isConditional) {
    String shown = name.equals(CONTEXT) ? "$CONTEXT" : "$NAMESPACE";
    after.set(
        name,
        Value.of(
            isConditional
                ? Word.unknown(word.line(), shown, "the " + name + " depends on a condition")
                : word));
  }
}
