package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.PodCounts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts pods as they pass. A pod counts once for each reason that it has: those of its containers,
 * why it could not be scheduled, and its own, such as {@code Evicted}.
 */
final class PodTally implements RawCalls.Reader {
  private static final int MOST_REASONS = 50; // any writer of statuses makes the words
  private static final String OTHER = "Other";

  /** Ends that are no trouble, or say nothing. */
  private static final String COMPLETED = "Completed";

  private static final String ERROR = "Error";

  private final Map<String, Integer> phases = new HashMap<>();
  private final Map<String, Integer> reasons = new HashMap<>();
  private final Set<String> why = new TreeSet<>(); // of the pod that passes
  private String phase = "";
  private long restarts;

  @Override
  public void read(JsonParser json) throws IOException {
    phase = "";
    why.clear();
    JsonWalk.object(
        json,
        (name, in) -> {
          if (name.equals("status")) {
            JsonWalk.object(in, this::status);
          }
        });
    phases.merge(known(phases, phase), 1, Integer::sum);
    why.forEach(reason -> reasons.merge(known(reasons, reason), 1, Integer::sum));
  }

  private static String known(Map<String, Integer> words, String word) {
    return words.containsKey(word) || words.size() < MOST_REASONS ? word : OTHER;
  }

  private void status(String name, JsonParser json) throws IOException {
    switch (name) {
      case "phase" -> phase = JsonWalk.text(json, "");
      case "reason" -> note(JsonWalk.text(json));
      case "conditions" -> JsonWalk.array(json, this::condition);
      case "containerStatuses", "initContainerStatuses" -> JsonWalk.array(json, this::container);
      default -> {
        // addresses and times name no problem
      }
    }
  }

  private void note(@Nullable String reason) {
    if (reason != null && !reason.isEmpty() && !reason.equals(COMPLETED)) {
      why.add(reason);
    }
  }

  private void condition(JsonParser json) throws IOException {
    Condition condition = Condition.read(json);
    if (condition.type().equals("PodScheduled") && condition.status().equals("False")) {
      note(condition.reason());
    }
  }

  private void container(JsonParser json) throws IOException {
    ContainerFields container = new ContainerFields();
    JsonWalk.object(json, container::field);
    restarts += container.restarts;
    note(container.now);
    if (!container.ready && !ERROR.equals(container.before)) {
      note(container.before); // OOMKilled explains a CrashLoopBackOff; Error does not
    }
  }

  PodCounts counts() {
    int unknown = phases.values().stream().mapToInt(Integer::intValue).sum();
    int running = phases.getOrDefault("Running", 0);
    int pending = phases.getOrDefault("Pending", 0);
    int failed = phases.getOrDefault("Failed", 0);
    int succeeded = phases.getOrDefault("Succeeded", 0);
    unknown -= running + pending + failed + succeeded;
    return new PodCounts(running, pending, failed, succeeded, unknown, reasons, restarts);
  }

  /** What is read of a container's status; its fields come in any order. */
  private static final class ContainerFields {
    private boolean ready;
    private int restarts;
    private @Nullable String now;
    private @Nullable String before;

    private void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "ready" -> ready = JsonWalk.isTrue(json);
        case "restartCount" -> restarts = JsonWalk.number(json);
        case "state" -> now = reason(json);
        case "lastState" -> before = reason(json);
        default -> {
          // its name and image
        }
      }
    }

    /** Returns why it waits or ended: a state has one of waiting, running and terminated. */
    private static @Nullable String reason(JsonParser json) throws IOException {
      return JsonWalk.at(json, "*", "reason");
    }
  }
}
