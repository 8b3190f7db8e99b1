package dev.localport.cli.command;

import dev.localport.config.TargetKind;
import java.util.Locale;

/**
 * What is forwarded to, in kubectl's words.
 *
 * @param kind the kind's name in files: {@code service}
 * @param name the object's name, not checked
 */
record ForwardTarget(String kind, String name) {
  private static final String KINDS =
      "use service, pod, deployment, statefulset, daemonset, replicaset or job";

  /**
   * Reads {@code KIND/NAME} as kubectl does: kinds by their short names, in the plural and with
   * their group too; a name alone is a pod's.
   */
  static ForwardTarget of(String text) throws UsageException {
    int slash = text.indexOf('/');
    if (slash == text.length() - 1) {
      throw new UsageException(
          "invalid target \"%s\"; use KIND/NAME, such as svc/web".formatted(text));
    }
    return slash < 0
        ? new ForwardTarget("pod", text)
        : new ForwardTarget(kind(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** Returns the kind's name in files for one in kubectl's words. */
  static String kind(String text) throws UsageException {
    int group = text.indexOf('.');
    String word = (group < 0 ? text : text.substring(0, group)).toLowerCase(Locale.ROOT);
    String single =
        word.endsWith("s") && isKind(word.substring(0, word.length() - 1))
            ? word.substring(0, word.length() - 1)
            : TargetKind.SHORT_NAMES.getOrDefault(word, word);
    if (!isKind(single)) {
      throw new UsageException("invalid kind \"%s\"; %s".formatted(word, KINDS));
    }
    return single;
  }

  private static boolean isKind(String word) {
    return TargetKind.find(word).filter(kind -> kind != TargetKind.SELECTOR).isPresent();
  }
}
