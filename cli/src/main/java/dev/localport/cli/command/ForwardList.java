package dev.localport.cli.command;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.ActingLines;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Several forwards of one command, as {@code start} prints services: a line for each port, and why
 * there is none.
 *
 * @param begun when the command was given
 */
record ForwardList(Output output, List<ServiceStatus> services, Instant begun) {
  /** Prints the services; a cluster that is offline has one line. */
  void print() {
    List<String> names = services.stream().map(ServiceStatus::name).toList();
    int contexts =
        services.stream().mapToInt(one -> ActingLines.context(one).length()).max().orElse(0);
    int columns = output.isJson() ? 0 : output.columns();
    ActingLines lines =
        new ActingLines(ActingLines.column(names, columns), contexts, begun, columns);
    List<ServiceStatus> offline = new ArrayList<>();
    for (ServiceStatus service : services) {
      if (service.isUp()) {
        if (!output.isJson()) {
          output.painted(lines.up(service));
        }
      } else if (ActingAnswer.isOffline(service)) {
        offline.add(service);
      } else {
        output.paintedError(lines.down(service));
      }
    }
    ServiceWords.offline(offline).forEach(line -> output.wrappedError("✗ " + line));
  }

  /**
   * Prints how many there are, and how they are stopped.
   *
   * @param goesOn whether they are kept; without, the command ends
   */
  void summarize(ForwardEnding ending, boolean goesOn) {
    List<String> down =
        services.stream().filter(one -> !one.isUp()).map(ServiceStatus::name).toList();
    if (down.isEmpty()) {
      output.note("Forwarding %d services. %s".formatted(services.size(), ending.all(services)));
      return;
    }
    String summary =
        "%d up, %s.%s"
            .formatted(
                services.size() - down.size(),
                ActingAnswer.notReady(down),
                goesOn ? " LocalPort keeps trying." : "");
    ActingAnswer.summary(output, summary, "localport explain " + down.getFirst());
    if (goesOn) {
      output.note(ending.all(services));
    }
  }

  /** Returns what services are called in a sentence: by their names while these are few. */
  static String called(List<ServiceStatus> services) {
    List<String> names = services.stream().map(ServiceStatus::name).toList();
    return names.size() > ActingAnswer.MOST_NAMES
        ? names.size() + " services"
        : String.join(", ", names);
  }
}
