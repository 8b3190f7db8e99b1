package dev.localport.cli.command;

import dev.localport.api.PodLogRequest;
import dev.localport.logs.LogQuery;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code localport logs} that are about the log of a service's pod. */
final class PodLogOptions {

  private final OptionSpec pod =
      Specs.flag(
          "Show the log of the service's pod; -f continues across restarts and new pods.", "--pod");
  private final OptionSpec container =
      Specs.text(
          "NAME",
          "With --pod: the container (default: the pod's default container, or its only one).",
          "--container");
  private final OptionSpec previous =
      Specs.flag("With --pod: the log of the container before its last restart.", "--previous");

  CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(pod).addOption(container).addOption(previous);
  }

  /**
   * Tells whether the log of a pod is wanted.
   *
   * @throws UsageException if only an option is given that goes with it
   */
  boolean isWanted() throws UsageException {
    boolean wanted = Specs.isSet(pod);
    if (!wanted && (Specs.find(container) != null || Specs.isSet(previous))) {
      String option = Specs.isSet(previous) ? "--previous" : "--container";
      throw new UsageException(option + " is about the log of a pod; add --pod");
    }
    return wanted;
  }

  /** Returns what to ask for. */
  PodLogRequest request(LogQuery query, boolean follow) throws UsageException {
    if (query.service() == null) {
      throw new UsageException("--pod needs the name of a service: localport logs NAME --pod");
    } else if (follow && Specs.isSet(previous)) {
      throw new UsageException("--previous is the log of a container that has ended; leave out -f");
    }
    return new PodLogRequest(
        query.service(),
        Specs.find(container),
        Specs.isSet(previous),
        follow,
        query.lines(),
        query.since(),
        null);
  }
}
