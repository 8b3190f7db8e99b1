package dev.localport.cli.manager;

import dev.localport.paths.AtomicFile;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The daemon as a service that starts at login: its files, and the manager that runs it. There is
 * one for a user, and it belongs to one state folder: a shell with another {@code LOCALPORT_HOME}
 * has a daemon of its own. Used by one thread.
 */
public final class LoginService {
  private final InstallationContext machine;
  private final ServiceManager manager;

  /** The service of a machine. */
  public LoginService(InstallationContext machine) {
    this(machine, machine.system().isMac() ? new Launchd(machine) : new Systemd(machine));
  }

  LoginService(InstallationContext machine, ServiceManager manager) {
    this.machine = machine;
    this.manager = manager;
  }

  /** Returns the manager. */
  public ServiceManager manager() {
    return manager;
  }

  /** Returns the variables that an installation takes from this shell. */
  public KeptVariables variables() {
    return KeptVariables.of(machine.environment(), machine.folder());
  }

  /** Returns the files of an installation; writes none. */
  public List<ServiceFile> files(ServiceProgram program) throws ManagerProblem {
    try {
      return manager.files(program, variables());
    } catch (IllegalArgumentException e) {
      throw new ManagerProblem("the service cannot be described: " + e.getMessage());
    }
  }

  /**
   * Returns what is installed; nothing if there is no unit.
   *
   * @throws ManagerProblem if there is one that LocalPort did not write
   */
  public Optional<Installed> findInstalled() throws ManagerProblem {
    Path file = manager.unitFile();
    try {
      Optional<Installed> installed = manager.read(Files.readString(file));
      if (installed.isEmpty()) {
        throw new ManagerProblem(
            file + " was not written by LocalPort; move it away, then: localport daemon install");
      }
      return installed;
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw ManagerProblem.file("read", file, e);
    }
  }

  /** Returns whether the service runs the daemon of this shell's state folder. */
  public boolean isOurs() throws ManagerProblem {
    return findInstalled()
        .filter(installed -> installed.stateFolder().equals(machine.stateFolder()))
        .isPresent();
  }

  /** Ends with words where the service belongs to another state folder. */
  public void requireOurs() throws ManagerProblem {
    Optional<Installed> installed = findInstalled();
    if (installed.isPresent() && !isOurs()) {
      Path other = installed.get().stateFolder();
      throw new ManagerProblem(
          "the login service belongs to %s, not to %s; for that one, run: LOCALPORT_HOME=%s localport daemon uninstall"
              .formatted(other, machine.stateFolder(), other));
    }
  }

  /**
   * Writes the files, and has the manager read them where anything changed.
   *
   * @return the files that were written: none when all of them were there
   */
  public List<Path> write(ServiceProgram program) throws ManagerProblem {
    List<Path> written = new ArrayList<>();
    createStateFolder();
    for (ServiceFile file : files(program)) {
      if (write(file)) {
        written.add(file.path());
      }
    }
    if (!written.isEmpty() || !manager.view().enabled()) {
      manager.load();
    }
    return written;
  }

  /**
   * Has an installed unit name another program, and the manager read it.
   *
   * @return whether it named another one
   */
  public boolean move(ServiceProgram program) throws ManagerProblem {
    Optional<Installed> installed = findInstalled();
    if (installed.isEmpty() || installed.get().program().equals(program.named())) {
      return false;
    }
    ServiceFile unit = files(program).getFirst();
    if (write(unit)) {
      manager.load();
    }
    return true;
  }

  private void createStateFolder() throws ManagerProblem {
    try {
      PrivateFolder.create(machine.stateFolder());
      PrivateFolder.create(machine.logsFolder());
    } catch (PathProblem e) {
      throw new ManagerProblem(e.exitCode(), String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean write(ServiceFile file) throws ManagerProblem {
    try {
      if (Files.exists(file.path()) && Files.readString(file.path()).equals(file.text())) {
        return false;
      }
      Files.createDirectories(file.path().resolveSibling(""));
      AtomicFile.write(file.path(), file.text());
      return true;
    } catch (IOException e) {
      throw ManagerProblem.file("write", file.path(), e);
    }
  }

  /**
   * Removes the service: the manager forgets it, and its files go. Where no manager answers, the
   * files alone go.
   *
   * @return the files that were removed
   */
  public List<Path> remove() throws ManagerProblem {
    boolean reachable = isReachable();
    if (reachable) {
      manager.unload();
    }
    List<Path> removed = new ArrayList<>();
    for (Path file : allFiles()) {
      if (delete(file)) {
        removed.add(file);
      }
    }
    if (reachable) {
      manager.forget();
    }
    return removed;
  }

  private List<Path> allFiles() {
    List<Path> files = new ArrayList<>();
    files.add(manager.unitFile());
    files.add(machine.stateFolder().resolve(Systemd.VARIABLES));
    files.addAll(manager.links());
    return files;
  }

  private static boolean delete(Path file) throws ManagerProblem {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw ManagerProblem.file("remove", file, e);
    }
  }

  /** Returns whether the manager answers. */
  public boolean isReachable() {
    try {
      manager.requireReachable();
      return true;
    } catch (ManagerProblem _) {
      return false;
    }
  }

  /**
   * Returns whether the manager can start and stop this shell's daemon: a service is installed for
   * it, and the manager answers. Elsewhere commands do so themselves.
   */
  public boolean isInCharge() throws ManagerProblem {
    return isWrittenForUs() && isReachable() && manager.view().loaded();
  }

  /* A unit of that name that LocalPort did not write, or that cannot be read, is left alone. */
  private boolean isWrittenForUs() {
    try {
      return isOurs();
    } catch (ManagerProblem _) {
      return false;
    }
  }

  /** Returns whether forwards outlive the user's last session; true where that is no question. */
  public boolean isLingering() throws ManagerProblem {
    return !(manager instanceof Systemd) || machine.isLingering();
  }

  /** Lets the user's manager run without a session, from boot on. */
  public void linger() throws ManagerProblem {
    if (!(manager instanceof Systemd) || machine.isLingering()) {
      return;
    }
    ProgramResult outcome = machine.run(List.of("loginctl", "enable-linger"));
    if (!outcome.isDone()) {
      throw new ManagerProblem(
          "lingering could not be turned on: %s; ask an administrator to run: loginctl enable-linger %s"
              .formatted(outcome.words(), machine.user()));
    }
  }
}
