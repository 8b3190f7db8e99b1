package dev.localport.daemon.control;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.api.ServiceStatus;
import dev.localport.config.form.Suggestion;
import dev.localport.daemon.journal.Journal;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Words for a kube context that no service uses: an empty answer would look like good news. */
final class UnknownContext {
  private UnknownContext() {}

  /**
   * Returns the error for a context.
   *
   * @param known the contexts in use: one that is near is suggested, else all are named
   */
  static RpcException named(String context, Collection<String> known) {
    String inUse = known.isEmpty() ? "" : "contexts in use: " + String.join(", ", known);
    String hint = Suggestion.hint(context, known, inUse);
    return RpcException.failed(
        ExitCode.CONFIGURATION,
        "no service uses the context \"%s\"%s"
            .formatted(context, hint.isEmpty() ? "" : "; " + hint));
  }

  /**
   * Requires that a loaded service uses the context, or that the journal has events of it.
   *
   * @param context null: none was named
   * @throws RpcException if neither is so
   */
  static void require(@Nullable String context, List<ServiceStatus> services, Journal journal)
      throws InterruptedException {
    Collection<String> known = new TreeSet<>();
    services.forEach(service -> add(known, service.context()));
    if (context == null || known.contains(context)) {
      return;
    }
    try {
      journal.read(EventQuery.ALL).stream()
          .map(JournalEntry::context)
          .forEach(recorded -> add(known, recorded));
    } catch (IOException e) {
      throw EventMethods.unreadable(e);
    }
    if (!known.contains(context)) {
      throw named(context, known);
    }
  }

  private static void add(Collection<String> known, @Nullable String context) {
    if (context != null) {
      known.add(context);
    }
  }
}
