package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.cli.manager.Installed;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.manager.ManagerView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The daemon where a login service is installed for it: the service manager starts and stops it
 * then, so that there is never a second one. Where the manager does not answer, as after {@code
 * su}, commands do so themselves; the lock on the state folder still keeps the daemon a single one.
 */
public final class ManagedDaemon {
  /* A look costs a process; the launcher asks fifty times a second. */
  private static final int ASKED_PER_LOOK = 50;

  private final LoginService service;
  private int asked;

  /** Looks where the surroundings say. */
  public ManagedDaemon(CliEnvironment surroundings) {
    this.service = surroundings.loginService();
  }

  /** Returns whether the service manager is to start and stop the daemon. */
  public boolean isInCharge() throws CommandException {
    try {
      return service.isInCharge();
    } catch (ManagerProblem e) {
      throw failed(e);
    }
  }

  /** Returns whether the daemon with this process is the manager's. */
  boolean runs(long pid) throws CommandException {
    try {
      return service.manager().view().pid() == pid;
    } catch (ManagerProblem e) {
      throw failed(e);
    }
  }

  /**
   * Has the manager start the daemon, which takes the place of one that runs without it.
   *
   * @return null: the process is no child of ours
   */
  @Nullable Process start() throws CommandException {
    try {
      requireProgram();
      service.manager().start();
      return null;
    } catch (ManagerProblem e) {
      throw failed(e);
    }
  }

  private void requireProgram() throws ManagerProblem {
    Optional<Installed> installed = service.findInstalled();
    String missing = installed.map(unit -> unit.program().missing()).orElse("");
    if (!missing.isEmpty()) {
      throw new ManagerProblem(
          "the program of the login service no longer exists: "
              + missing
              + "; to run this one: localport daemon install");
    }
  }

  /**
   * Starts it again where the manager took a daemon that was about to end for one that runs. Called
   * while a command waits for its answer.
   *
   * @throws CommandException if the manager gave up
   */
  void keepStarting() throws CommandException {
    asked++;
    try {
      ManagerView view =
          asked % ASKED_PER_LOOK == 0 ? service.manager().view() : ManagerView.UNKNOWN;
      if (view.failed()) {
        throw gaveUp();
      } else if (view.loaded() && !view.active()) {
        service.manager().start();
      }
    } catch (ManagerProblem e) {
      throw failed(e);
    }
  }

  private CommandException gaveUp() {
    return new CommandException(
        ExitCode.GENERAL,
        "the daemon did not start: it ended too often, and "
            + service.manager().name()
            + " gave up; see: "
            + service.manager().hints().getLast());
  }

  /**
   * Has the manager stop the daemon, where it is in charge.
   *
   * @return whether the manager had a daemon, or was about to start one
   */
  public boolean stop() throws CommandException {
    try {
      if (!service.isInCharge()) {
        return false;
      }
      boolean active = service.manager().view().active();
      service.manager().stop();
      return active;
    } catch (ManagerProblem e) {
      throw failed(e);
    }
  }

  private static CommandException failed(ManagerProblem problem) {
    return new CommandException(problem.exitCode(), problem.text(), problem);
  }
}
