package dev.localport.cli.command;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.doctor.Check;
import dev.localport.cli.doctor.ClusterExam;
import dev.localport.cli.doctor.SupportArchive;
import dev.localport.cli.render.Output;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code localport doctor}: checks everything that forwards need, and says what to do. Starts no
 * daemon. Ends with 1 when something is broken.
 */
public final class DoctorCommand implements Callable<Integer> {
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Check this kube context only.", "--context");
  private final OptionSpec bundle =
      OptionSpec.builder("--bundle")
          .paramLabel("[FILE]")
          .type(String.class)
          .arity("0..1")
          .fallbackValue("")
          .description("Write a zip file for a bug report, without secrets.")
          .build();
  private final CommandContext context;

  /** Takes what every command is given. */
  public DoctorCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "doctor",
            "Check the program, the daemon, files, clusters and permissions.",
            "localport doctor",
            "localport doctor --context dev",
            "localport doctor --bundle")
        .addOption(kubeContext)
        .addOption(bundle);
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    try (DoctorReport report =
        DoctorReport.begin(output, context.surroundings().clock().instant())) {
      DoctorFile file = DoctorFile.look(context);
      try (DoctorDaemon daemon = DoctorDaemon.look(context, report)) {
        report.daemonIs(daemon.facts().pid());
        for (Check check : new DoctorChecks(context, file, daemon).all()) {
          check.run().forEach(report::found);
        }
        DoctorRequest request =
            new DoctorClusters(context, Specs.name(kubeContext))
                .request(file.path(), file.config(), daemon.services());
        report.expect(request.clusters());
        examine(daemon.client(), request, report);
        report.end();
        write(new DoctorBundle(context, file, daemon, report.json()), output);
      }
      return report.checks().stream().anyMatch(DoctorCheck::isBroken)
          ? ExitCode.GENERAL
          : ExitCode.OK;
    }
  }

  private void write(DoctorBundle all, Output output) throws CommandException {
    String name = Specs.find(bundle);
    if (name != null) {
      Path path = all.write(name);
      output.wrappedNote(
          "wrote %s: findings, versions, status, events, the daemon's log, the configuration with secrets masked, limits, and the names of environment variables"
              .formatted(context.surroundings().label(path)));
      output.wrappedNote(
          "not in it: %s; it names servers, contexts and namespaces: look at it before you send it"
              .formatted(SupportArchive.WITHOUT));
    }
  }

  private void examine(@Nullable DaemonClient daemon, DoctorRequest request, DoctorReport report) {
    try {
      if (daemon == null) {
        ClusterExam.runOnce(context.surroundings(), request, report);
      } else {
        report.complete(ClusterExam.ask(daemon, request));
      }
    } catch (CommandException e) {
      report.found(
          DoctorCheck.broken(
              "cluster.check",
              "clusters",
              "clusters",
              e.text(),
              daemon == null
                  ? "see whether the daemon starts: localport daemon start; then run doctor again"
                  : "see: localport logs; then: localport daemon restart"));
    }
  }
}
