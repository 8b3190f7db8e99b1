package dev.localport.cli.imports.shell;

import java.util.Set;

/** Which program a word names: without its folder, and without the ending that Windows has. */
final class Programs {
  private static final Set<String> KUBECTL =
      Set.of("kubectl", "oc", "k", "kc", "kubecolor", "microk8s.kubectl", "kubectl.sh");

  private Programs() {}

  static String name(String word) {
    String file = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    return file.endsWith(".exe") ? file.substring(0, file.length() - 4) : file;
  }

  static boolean isKubectl(String word) {
    return KUBECTL.contains(name(word));
  }
}
