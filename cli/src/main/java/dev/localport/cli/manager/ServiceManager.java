package dev.localport.cli.manager;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The user's service manager. Methods that run programs wait until the manager has done its part;
 * whether the daemon answers is another question. Used by one thread.
 */
public interface ServiceManager {
  /** Returns its name: {@code systemd} or {@code launchd}. */
  String name();

  /** Returns the file that installs the service. */
  Path unitFile();

  /** Returns all files of the service, the unit first. Pure. */
  List<ServiceFile> files(ServiceProgram program, KeptVariables variables);

  /** Returns what an installed unit says; nothing if LocalPort did not write this text. Pure. */
  Optional<Installed> read(String unit);

  /** Returns the commands that an installation runs, for people. */
  List<List<String>> commands();

  /** Returns what shows the service and its output, for people. */
  List<String> hints();

  /**
   * Ends with words where no manager answers.
   *
   * @throws ManagerProblem why it does not, and what to do
   */
  void requireReachable() throws ManagerProblem;

  /** Returns how the manager sees the unit. */
  ManagerView view() throws ManagerProblem;

  /** Has the manager read the unit that is on disk, and start it at every login from now on. */
  void load() throws ManagerProblem;

  /** Starts the daemon, unless it runs; also after too many crashes. */
  void start() throws ManagerProblem;

  /** Stops the daemon until it is asked for, or the next login. */
  void stop() throws ManagerProblem;

  /** Has the manager forget the unit, before its file is removed. Stops the daemon. */
  void unload() throws ManagerProblem;

  /** Has the manager notice that the unit's file was deleted. */
  void forget() throws ManagerProblem;

  /** Returns further files that make the manager start the service at login: links. */
  List<Path> links();
}
