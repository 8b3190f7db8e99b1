package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Found;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.manager.ServiceProgram;
import java.nio.file.Path;
import java.util.List;

/**
 * What an installation did.
 *
 * @param written the files that it wrote; none when all of them were there
 * @param pid the daemon that runs now
 * @param tookOver whether another daemon ran before, and was not the manager's
 */
record Installation(List<Path> written, long pid, boolean tookOver) {
  /**
   * Installs the service and has its daemon take over from one that runs already: forwards and
   * ports come back, since both have one state folder. A first installation that fails is undone.
   */
  static Installation run(CommandContext context, LoginService service, ServiceProgram program)
      throws CommandException, ManagerProblem {
    boolean first = service.findInstalled().isEmpty();
    try {
      List<Path> written = service.write(program);
      return start(context, service.manager().view().pid(), written);
    } catch (CommandException | ManagerProblem e) {
      if (first) {
        undo(service, e);
      }
      throw e;
    }
  }

  private static Installation start(CommandContext context, long managed, List<Path> written)
      throws CommandException {
    long running = running(context);
    boolean tookOver = running != 0 && running != managed;
    boolean fresh = tookOver || !written.isEmpty();
    try (DaemonClient daemon = fresh ? context.restartedDaemon() : context.startedDaemon()) {
      return new Installation(written, daemon.pid(), tookOver);
    }
  }

  private static long running(CommandContext context) throws CommandException {
    if (context.daemons().look(CommandContext.NO_NOTIFICATIONS)
        instanceof Found.Running(DaemonClient daemon)) {
      try (daemon) {
        return daemon.pid();
      }
    }
    return 0;
  }

  private static void undo(LoginService service, Exception why) {
    try {
      List<Path> _ = service.remove();
    } catch (ManagerProblem e) {
      why.addSuppressed(e);
    }
  }
}
