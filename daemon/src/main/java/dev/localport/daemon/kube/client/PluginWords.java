package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ForeignText;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages about a credential plug-in. */
final class PluginWords {
  private static final int MOST_COMPLAINT = 500;
  private static final Pattern REASON = Pattern.compile("error[:=] ?\\d+,? \\(?([^()]+)\\)?\\s*$");

  private PluginWords() {}

  /** Returns the end of what a plug-in complained of, in one line. */
  static String complaint(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " / ");
    return ForeignText.line(
        line.length() <= MOST_COMPLAINT
            ? line
            : "…" + line.substring(line.length() - MOST_COMPLAINT));
  }

  static KubeException failure(PluginCommand command, String what, @Nullable Throwable cause) {
    return new KubeException(
        FailureKind.CREDENTIALS,
        "the credential plug-in %s %s".formatted(ForeignText.line(command.program()), what),
        cause);
  }

  /** Says that the program cannot be run, with what the kubeconfig says about installing it. */
  static KubeException notRun(PluginCommand command, IOException cause) {
    String hint = command.exec().getInstallHint();
    String more = hint == null || hint.isBlank() ? "" : "; " + complaint(hint);
    return failure(command, "cannot be run: " + why(command, cause) + more, cause);
  }

  /* Java names its own helper and the error's number around the system's words. */
  private static String why(PluginCommand command, IOException cause) {
    Matcher reason = REASON.matcher(String.valueOf(cause.getMessage()));
    String words = reason.find() ? reason.group(1) : "the system does not allow it";
    boolean missing = words.equals("No such file or directory");
    return missing && !command.program().contains(File.separator)
        ? "it is not in PATH"
        : words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }

  static KubeException needsTerminal(PluginCommand command, String context) {
    return failure(
        command,
        "needs a terminal (interactiveMode: Always); run: localport login " + context,
        null);
  }

  /** Says of a failure that nothing is done about it anymore. */
  static KubeException spent(KubeException last, String context) {
    return new KubeException(
        FailureKind.CREDENTIALS,
        "%s; LocalPort does not run it again after %d failures; run: localport login %s"
            .formatted(last.failure().message(), PluginPace.MOST_FAILURES, context),
        last);
  }
}
