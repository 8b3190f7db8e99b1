package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the daemon answers to start, restart and reconnect: which services are up now, and why the
 * others are not.
 */
final class ActingAnswer {
  /** How many services a sentence names. */
  static final int MOST_NAMES = 3;

  private static final String GAP = "      "; // before the next command

  private final Output output;
  private final JsonObject answer;
  private final ServicesReply reply;
  private final ActingProgress progress;
  private final FileWarnings printed;

  /**
   * Takes an answer.
   *
   * @param progress has printed some of the services already
   * @param printed what the user has read already
   */
  ActingAnswer(Output output, JsonObject answer, ActingProgress progress, FileWarnings printed) {
    this.output = output;
    this.answer = answer;
    this.reply = ServicesReply.from(answer);
    this.progress = progress;
    this.printed = printed;
  }

  /** Prints a line for each service that has none yet, and a summary; returns the exit code. */
  int print() {
    int exitCode = printServices();
    summarize();
    return exitCode;
  }

  /** As the other method, without the summary. */
  int printServices() {
    progress.close();
    if (output.isJson()) {
      output.result(answer);
    }
    progress.print(reply.services());
    ServiceWords.offline(services(ActingAnswer::isOffline)).forEach(this::trouble);
    printStopped(services(ActingAnswer::isStopped));
    return SelectionArguments.printRemarks(output, reply, exitCode(), printed);
  }

  private List<ServiceStatus> services(Predicate<ServiceStatus> which) {
    return reply.services().stream().filter(which).toList();
  }

  /** Tells whether a service waits for its cluster; one that is up may wait for a restart. */
  static boolean isOffline(ServiceStatus service) {
    return "cluster_offline".equals(service.reason())
        || (service.isUp() && service.pending() != null);
  }

  /** Tells whether a service is stopped, though it could be started. */
  static boolean isStopped(ServiceStatus service) {
    return service.state().equals("stopped") && !service.isUnusable();
  }

  /** Tells whether a service is connected and its health check fails. */
  static boolean isUnhealthy(ServiceStatus service) {
    return service.state().equals("connected") && service.health().equals("unhealthy");
  }

  /** Tells whether a service is what the command wanted it to be. */
  static boolean isUsable(ServiceStatus service) {
    return service.isUp() && !isUnhealthy(service) && !isOffline(service);
  }

  private void trouble(String line) {
    if (progress.waits()) {
      output.wrappedError("✗ " + line);
    } else {
      output.wrappedNote("○ " + line);
    }
  }

  private void printStopped(List<ServiceStatus> services) {
    List<String> names = services.stream().map(ServiceStatus::name).toList();
    if (!names.isEmpty()) {
      output.wrappedError(
          "✗ %s %s stopped; start %s: localport start %s"
              .formatted(
                  String.join(", ", names),
                  names.size() == 1 ? "is" : "are",
                  names.size() == 1 ? "it" : "them",
                  String.join(" ", names)));
    }
  }

  /* Of a single service that is up there is nothing to add. */
  private void summarize() {
    List<String> notReady =
        services(service -> !isUsable(service) && !isOffline(service) && !isStopped(service))
            .stream()
            .map(ServiceStatus::name)
            .toList();
    boolean tries = services(service -> !service.isUp()).stream().anyMatch(this::isTried);
    List<String> sentences = new ArrayList<>();
    if (reply.services().size() > 1) {
      sentences.add(counts(notReady) + ".");
    }
    if (!notReady.isEmpty() && tries) {
      sentences.add("LocalPort keeps trying.");
    }
    String summary = String.join(" ", sentences);
    String next = notReady.isEmpty() ? "" : "localport explain " + notReady.getFirst();
    if (progress.waits()) {
      summary(output, summary, next);
    }
  }

  /** Prints a summary; the next command has a line of its own where there is no room beside it. */
  static void summary(Output output, String summary, String next) {
    int columns = output.columns();
    String line = (summary + (next.isEmpty() ? "" : GAP + next)).strip();
    if (columns == 0 || line.length() <= columns) {
      if (!line.isEmpty()) {
        output.note(line);
      }
      return;
    }
    output.wrappedNote(summary);
    if (!next.isEmpty()) {
      output.note("    " + next);
    }
  }

  private boolean isTried(ServiceStatus service) {
    return !service.state().equals("stopped") && !isOffline(service);
  }

  private String counts(List<String> notReady) {
    List<String> counts = new ArrayList<>();
    counts.add(services(ActingAnswer::isUsable).size() + " up");
    int offline = services(ActingAnswer::isOffline).size();
    if (offline > 0) {
      counts.add(offline + " waiting for a cluster");
    }
    if (!notReady.isEmpty()) {
      counts.add(notReady(notReady));
    }
    return String.join(", ", counts);
  }

  /** Returns {@code 4 not ready: a, b, c and 1 more}. */
  static String notReady(List<String> names) {
    int more = names.size() - MOST_NAMES;
    return "%d not ready: %s%s"
        .formatted(
            names.size(),
            String.join(", ", names.stream().limit(MOST_NAMES).toList()),
            more > 0 ? " and " + more + " more" : "");
  }

  /* Where nothing but the configuration or the cluster is in the way, the exit code says that. */
  private int exitCode() {
    boolean waited = progress.waits();
    List<ServiceStatus> down =
        services(service -> service.state().equals("stopped") || (waited && !isUsable(service)));
    if (!reply.unknown().isEmpty() || !reply.unknownTags().isEmpty()) {
      return ExitCode.SERVICE;
    } else if (down.isEmpty()) {
      return ExitCode.OK;
    } else if (down.stream().allMatch(ActingAnswer::isOffline)) {
      return ExitCode.NETWORK;
    }
    return down.stream().allMatch(ActingAnswer::isMisconfigured)
        ? ExitCode.CONFIGURATION
        : ExitCode.SERVICE;
  }

  private static boolean isMisconfigured(ServiceStatus service) {
    Failure failure = service.lastError();
    return failure != null && failure.kind().exitCode() == ExitCode.CONFIGURATION;
  }
}
