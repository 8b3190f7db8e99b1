package dev.localport.cli.command;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Found;
import dev.localport.cli.client.Pages;
import dev.localport.cli.doctor.ClusterExam;
import dev.localport.cli.doctor.DaemonFacts;
import dev.localport.cli.doctor.DaemonFacts.State;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The daemon as {@code doctor} finds it; none is started.
 *
 * @param client its connection; null where it cannot be asked for everything
 * @param status what it says of itself; empty where it cannot be asked
 */
record DoctorDaemon(DaemonFacts facts, @Nullable DaemonClient client, JsonObject status)
    implements AutoCloseable {
  private static final Duration CHANGING = Duration.ofSeconds(3);

  /**
   * Looks for it.
   *
   * @param hearer gets what it finds later
   */
  static DoctorDaemon look(CommandContext context, ClusterExam.Hearer hearer) {
    try {
      Found found =
          context
              .daemons()
              .look((method, params) -> ClusterExam.hear(method, params, hearer), CHANGING);
      return switch (found) {
        case Found.None(boolean crashed) ->
            without(DaemonFacts.without(crashed ? State.CRASHED : State.NONE, 0, ""));
        case Found.Unreachable lost ->
            without(
                DaemonFacts.without(
                    State.UNREACHABLE,
                    lost.daemon() == null ? 0 : lost.daemon().pid(),
                    lost.text()));
        case Found.Running(DaemonClient daemon) -> of(daemon);
      };
    } catch (CommandException e) {
      return without(DaemonFacts.without(State.UNKNOWN, 0, e.text()));
    }
  }

  private static DoctorDaemon without(DaemonFacts facts) {
    return new DoctorDaemon(facts, null, JsonObject.empty());
  }

  private static DoctorDaemon of(DaemonClient daemon) {
    boolean same = daemon.speaksOurProtocol();
    DaemonFacts facts =
        new DaemonFacts(
            same ? State.RUNNING : State.OTHER_PROTOCOL,
            daemon.pid(),
            daemon.version(),
            same ? "" : daemon.otherProtocol(),
            daemon.answered());
    if (!facts.isOurVersion()) {
      daemon.close(); // it may not know what it would be asked
      return without(facts);
    }
    try {
      return new DoctorDaemon(facts, daemon, Pages.status(daemon));
    } catch (CommandException e) {
      daemon.close();
      return without(DaemonFacts.without(State.UNREACHABLE, facts.pid(), e.text()));
    }
  }

  List<ServiceStatus> services() {
    return status.objects("services").stream().map(ServiceStatus::from).toList();
  }

  @Override
  public void close() {
    DaemonClient open = client;
    if (open != null) {
      open.close();
    }
  }
}
