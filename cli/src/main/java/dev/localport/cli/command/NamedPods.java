package dev.localport.cli.command;

import dev.localport.api.JournalEntry;
import dev.localport.api.SeenEvent;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.LogItem;
import dev.localport.logs.LogLine;
import dev.localport.logs.Services;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pods that lines and events of services name. A deleted pod belongs to no service any more, so
 * its cluster events are found by its name. Another cluster or namespace may have a pod of the same
 * name: so a pod counts only in the context and the namespace of the service. Used by one thread.
 */
final class NamedPods {
  private final Map<String, Place> places = new HashMap<>();
  private final Set<Pod> pods = new HashSet<>();

  private record Place(String context, String namespace) {}

  private record Pod(Place place, String object) {}

  /** Takes the services whose pods can be told from others; the rest is no longer loaded. */
  NamedPods(List<ServiceStatus> services) {
    for (ServiceStatus service : services) {
      String context = service.context();
      String namespace = service.namespace();
      if (context != null && namespace != null) {
        places.put(service.name(), new Place(context, namespace));
      }
    }
  }

  /** Adds the pods that these lines and events name. */
  void add(List<LogItem> items) {
    for (LogItem item : items) {
      switch (item) {
        case LogItem.Line(LogLine line, var _) -> {
          Map<String, String> values = line.values();
          add(values.get(Services.ONE), values.get("context"), values.get("pod"));
        }
        case LogItem.Event(JournalEntry entry) ->
            add(entry.service(), entry.context(), entry.pod());
        case LogItem.Cluster _ -> {
          // names its pod, and is no proof that a service used it
        }
      }
    }
  }

  /* A service may have been in another cluster: its namespace there is not known. */
  private void add(@Nullable String service, @Nullable String context, @Nullable String pod) {
    Place place = service == null ? null : places.get(service);
    if (place != null && pod != null && (context == null || context.equals(place.context()))) {
      pods.add(new Pod(place, "pod/" + pod));
    }
  }

  /** Tells whether an event is about one of them. */
  boolean contains(SeenEvent seen) {
    String namespace = Objects.requireNonNullElse(seen.event().namespace(), "");
    return pods.contains(new Pod(new Place(seen.context(), namespace), seen.event().object()));
  }
}
