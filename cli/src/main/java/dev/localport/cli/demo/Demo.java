package dev.localport.cli.demo;

import dev.localport.api.ExitCode;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ServiceWords;
import java.nio.file.Path;
import java.util.List;

/** One demo from its start to its end: what it started ends in the reverse order. */
public final class Demo {
  private final CliEnvironment user;
  private final Output output;
  private final EndSignal signal;

  /** What is done while cluster and daemon run. */
  @FunctionalInterface
  private interface Scene {
    void play(Stage stage) throws CommandException, InterruptedException;
  }

  /** What a scene has to play with. */
  record Stage(
      CliEnvironment surroundings,
      DemoFolder folder,
      SimulatorProcess simulator,
      DemoDaemon daemon) {}

  /** Commands that are given in surroundings of the demo's own. */
  @FunctionalInterface
  public interface Rehearsal {
    /** Gives them. */
    void play(CliEnvironment surroundings) throws CommandException, InterruptedException;
  }

  /**
   * Prepares a demo; nothing runs yet.
   *
   * @param user the user's surroundings, of which only java, classes and environment are used
   */
  public Demo(CliEnvironment user, Output output, EndSignal signal) {
    this.user = user;
    this.output = output;
    this.signal = signal;
  }

  /** Says what to try, and waits for the signal; returns the exit code. */
  public int runUntilAsked() throws CommandException, InterruptedException {
    return run(this::waitForEnd);
  }

  /** Plays all steps; returns the exit code. */
  public int runOnce() throws CommandException, InterruptedException {
    return run(stage -> new OncePlay(output, signal, stage).play(start(stage)));
  }

  /**
   * Has commands given while the cluster runs. The current folder is one with a configuration file;
   * no daemon runs yet, and one that is left is stopped.
   */
  public void rehearse(Rehearsal rehearsal) throws CommandException, InterruptedException {
    Path _ = perform(stage -> rehearsal.play(stage.surroundings()));
  }

  private int run(Scene scene) throws CommandException, InterruptedException {
    try {
      Path folder = perform(scene);
      output.result("stopped: daemon and cluster have ended, " + folder + " is removed");
      return ExitCode.OK;
    } catch (CommandException e) {
      for (Throwable left : e.getSuppressed()) {
        output.error(String.valueOf(left.getMessage()));
      }
      if (!signal.isAsked() || e.getSuppressed().length > 0) {
        throw e;
      }
      output.result("stopped: nothing of the demo is left");
      return ExitCode.INTERRUPTED;
    }
  }

  private Path perform(Scene scene) throws CommandException, InterruptedException {
    try (DemoFolder folder = DemoFolder.make()) {
      CliEnvironment own = DemoEnvironment.of(user, folder.path());
      try (SimulatorProcess simulator = SimulatorProcess.start(own, folder, signal);
          DemoDaemon daemon = new DemoDaemon(own, signal)) {
        output.result(
            "cluster: simulated, process %d, its files in %s"
                .formatted(simulator.pid(), folder.path()));
        scene.play(new Stage(own, folder, simulator, daemon));
      }
      return folder.path();
    }
  }

  private List<ServiceStatus> start(Stage stage) throws CommandException {
    List<ServiceStatus> services =
        stage.daemon().start(stage.folder().config(), stage.simulator().kubeconfig());
    for (ServiceStatus service : services) {
      for (String line : ServiceWords.ports(service)) {
        output.result("start: " + line);
      }
    }
    return services;
  }

  private void waitForEnd(Stage stage) throws CommandException, InterruptedException {
    List<ServiceStatus> services = start(stage);
    output.result(Guide.lines(stage, services));
    stage.simulator().awaitEnd();
  }

  /** Returns the service of that name. */
  static ServiceStatus service(List<ServiceStatus> services, String name) throws CommandException {
    return services.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new CommandException(ExitCode.GENERAL, "the daemon did not start " + name));
  }

  /** Returns where a service listens, as host and port. */
  static PortStatus.Address address(ServiceStatus service) {
    return service.ports().getFirst().local().getFirst();
  }
}
