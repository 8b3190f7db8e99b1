package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the daemon answers to start, restart and reconnect: which services are up now, and why the
 * others are not.
 */
final class ActingAnswer {
  private final Output output;
  private final JsonObject answer;
  private final ServicesReply reply;
  private final boolean waited;
  private final FileWarnings printed;

  /**
   * Takes an answer.
   *
   * @param waited whether the command waited for the services: if not, it is no trouble that they
   *     are not up
   * @param printed what the user has read already
   */
  ActingAnswer(Output output, JsonObject answer, boolean waited, FileWarnings printed) {
    this.output = output;
    this.answer = answer;
    this.reply = ServicesReply.from(answer);
    this.waited = waited;
    this.printed = printed;
  }

  /** Prints a line for each service, and returns the exit code. */
  int print() {
    if (output.isJson()) {
      output.result(answer);
    }
    List<ServiceStatus> offline = services(ActingAnswer::isOffline);
    List<ServiceStatus> stopped =
        services(service -> service.state().equals("stopped") && !service.isUnusable());
    for (ServiceStatus service : reply.services()) {
      if (!offline.contains(service) && !stopped.contains(service)) {
        print(service);
      }
    }
    ServiceWords.offline(offline).forEach(this::trouble);
    printStopped(stopped);
    return SelectionArguments.printRemarks(output, reply, exitCode(), printed);
  }

  private List<ServiceStatus> services(Predicate<ServiceStatus> which) {
    return reply.services().stream().filter(which).toList();
  }

  /** Tells whether a service waits for its cluster; one that is up may wait for a restart. */
  private static boolean isOffline(ServiceStatus service) {
    return "cluster_offline".equals(service.reason())
        || (service.isUp() && service.pending() != null);
  }

  /** Tells whether a service is connected and its health check fails. */
  private static boolean isUnhealthy(ServiceStatus service) {
    return service.state().equals("connected") && service.health().equals("unhealthy");
  }

  private void print(ServiceStatus service) {
    if (service.isUp() && !output.isJson()) {
      output.result(ServiceWords.ports(service));
    }
    if (service.isUnusable()) {
      output.error(ServiceWords.trouble(service)); // waiting would not help
    } else if (!service.isUp() || isUnhealthy(service)) {
      trouble(ServiceWords.trouble(service));
    }
  }

  private void trouble(String line) {
    if (waited) {
      output.error(line);
    } else {
      output.note(line);
    }
  }

  private void printStopped(List<ServiceStatus> services) {
    List<String> names = services.stream().map(ServiceStatus::name).toList();
    if (!names.isEmpty()) {
      output.error(
          "%s %s stopped; start %s: localport start %s"
              .formatted(
                  String.join(", ", names),
                  names.size() == 1 ? "is" : "are",
                  names.size() == 1 ? "it" : "them",
                  String.join(" ", names)));
    }
  }

  /* Where nothing but the configuration or the cluster is in the way, the exit code says that. */
  private int exitCode() {
    List<ServiceStatus> down =
        services(service ->
            service.state().equals("stopped")
                || (waited && (!service.isUp() || isUnhealthy(service) || isOffline(service))));
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
