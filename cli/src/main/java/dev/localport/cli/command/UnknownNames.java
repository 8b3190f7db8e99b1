package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.config.form.Suggestion;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Words for names that nothing has; the daemon has the same in its refusals. */
final class UnknownNames {
  private UnknownNames() {}

  /**
   * Returns the words for a service.
   *
   * @param meant the name that is near, or null
   */
  static String service(String name, @Nullable String meant) {
    return "no service \"%s\"; %s".formatted(name, hint(meant, "see: localport status"));
  }

  /** As {@link #service}, for a tag. */
  static String tag(String tag, @Nullable String meant) {
    return "no service has the tag \"%s\"; %s"
        .formatted(tag, hint(meant, "see: localport status -o text"));
  }

  private static String hint(@Nullable String meant, String otherwise) {
    return meant == null ? otherwise : "did you mean %s?".formatted(meant);
  }

  /**
   * Requires that something was recorded about a kube context, or that a service of the user's file
   * uses it.
   *
   * @param name the context; null: none was named
   */
  static void requireContext(@Nullable String name, Collection<String> known)
      throws CommandException {
    if (name != null && !known.contains(name)) {
      String contexts = known.isEmpty() ? "" : "contexts in use: " + String.join(", ", known);
      String hint = Suggestion.hint(name, known, contexts);
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "no service uses the context \"%s\"%s"
              .formatted(name, hint.isEmpty() ? "" : "; " + hint));
    }
  }
}
