package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.ThisHost;
import dev.localport.rpc.RpcClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends the user's daemon by whatever works: asks it over its socket, else sends its process
 * SIGTERM, else SIGKILL. What is wanted is on disk at each moment, so nothing of it is lost.
 * Blocks.
 */
public final class DaemonEnd {
  private static final RpcClient.Listener NO_NOTIFICATIONS = (_, _) -> {};
  private static final Duration ASKED_LIMIT = Duration.ofSeconds(20);
  private static final Duration TERM_LIMIT = Duration.ofSeconds(12);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private final Daemons daemons;
  private final Processes processes;

  /** Ends the daemon that {@code daemons} finds. */
  public DaemonEnd(Daemons daemons) {
    this(daemons, new MachineProcesses());
  }

  DaemonEnd(Daemons daemons, Processes processes) {
    this.daemons = daemons;
    this.processes = processes;
  }

  /** How it came out. */
  public enum Outcome {
    /** None ran. */
    NOT_RUNNING,
    /** It ended when it was asked. */
    STOPPED,
    /** It did not answer or did not end when it was asked, and ended in order on SIGTERM. */
    TERMINATED,
    /** It did not end on SIGTERM either, and was killed. */
    KILLED
  }

  /**
   * Ends the daemon, and returns when its process has ended.
   *
   * @throws CommandException if it cannot be ended: it runs on another machine, or its process is
   *     unknown
   */
  public Outcome end() throws CommandException {
    return end(daemons.look(NO_NOTIFICATIONS));
  }

  Outcome end(Found found) throws CommandException {
    return switch (found) {
      case Found.None _ -> Outcome.NOT_RUNNING;
      case Found.Running(DaemonClient daemon) -> {
        try (daemon) {
          yield ask(daemon);
        }
      }
      case Found.Unreachable lost -> {
        yield kill(process(lost));
      }
    };
  }

  /**
   * Ends a daemon that was asked to hand over, has begun to end, and hangs.
   *
   * @param pid its process
   * @return whether there was one
   */
  public boolean endHung(long pid) throws CommandException {
    Optional<DaemonFile> ending = daemons.findEnding().filter(daemon -> daemon.pid() == pid);
    if (ending.isPresent()) {
      Outcome _ = end(new Found.Unreachable(ending.get(), "it does not end"));
    }
    return ending.isPresent();
  }

  private Outcome ask(DaemonClient daemon) throws CommandException {
    daemon.askToStop();
    Optional<Processes.Running> process = processes.find(daemon.pid());
    if (process.isEmpty() || process.get().hasEnded(ASKED_LIMIT)) {
      return Outcome.STOPPED;
    }
    return kill(process.get());
  }

  private Processes.Running process(Found.Unreachable lost) throws CommandException {
    @Nullable DaemonFile daemon = lost.daemon();
    if (daemon != null && !daemon.isOn(ThisHost.name())) {
      throw new CommandException(
          ExitCode.GENERAL,
          ("the daemon of this folder runs on %s (pid %d); stop it there, or give this machine a"
                  + " folder of its own with LOCALPORT_HOME")
              .formatted(daemon.host(), daemon.pid()));
    }
    return Optional.ofNullable(daemon)
        .flatMap(this::processOf)
        .orElseThrow(() ->
            new CommandException(
                ExitCode.GENERAL,
                "a daemon is running, but its process is unknown: %s; find it with: pgrep -f %s"
                    .formatted(lost.why(), DaemonProcess.MAIN)));
  }

  /*
   * The number may be another process's by now: that one has started later. A clock that was set
   * meanwhile makes the daemon look so, too; its command line then shows it.
   */
  private Optional<Processes.Running> processOf(DaemonFile daemon) {
    return processes
        .find(daemon.pid())
        .filter(process ->
            isOld(process, daemon) || process.commandLine().contains(DaemonProcess.MAIN));
  }

  private static boolean isOld(Processes.Running process, DaemonFile daemon) {
    return process
        .started()
        .map(start -> start.isBefore(daemon.started().plus(CLOCKS)))
        .orElse(true);
  }

  private static Outcome kill(Processes.Running process) throws CommandException {
    process.terminate();
    if (process.hasEnded(TERM_LIMIT)) {
      return Outcome.TERMINATED;
    }
    process.kill();
    if (!process.hasEnded(KILL_LIMIT)) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the daemon (pid %d) does not end, not even by kill -9".formatted(process.pid()));
    }
    return Outcome.KILLED;
  }
}
