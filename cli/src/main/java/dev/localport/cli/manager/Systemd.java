package dev.localport.cli.manager;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The systemd user manager, asked through {@code systemctl --user}. */
final class Systemd implements ServiceManager {
  /** The unit's name. */
  static final String UNIT = "localport.service";

  /** The name of the file with the variables, in the state folder. */
  static final String VARIABLES = "service.env";

  private static final String RUNTIME = "XDG_RUNTIME_DIR";

  private final InstallationContext machine;

  Systemd(InstallationContext machine) {
    this.machine = machine;
  }

  @Override
  public String name() {
    return "systemd";
  }

  private Path folder() {
    return machine.configFolder().resolve("systemd").resolve("user");
  }

  @Override
  public Path unitFile() {
    return folder().resolve(UNIT);
  }

  private Path variablesFile() {
    return machine.stateFolder().resolve(VARIABLES);
  }

  @Override
  public List<Path> links() {
    return List.of(folder().resolve("default.target.wants").resolve(UNIT));
  }

  @Override
  public List<ServiceFile> files(ServiceProgram program, KeptVariables variables) {
    String unit = UnitText.unit(program, machine.needed(), variablesFile(), machine.stateFolder());
    return List.of(
        new ServiceFile(unitFile(), unit),
        new ServiceFile(variablesFile(), UnitText.variables(variables.kept())));
  }

  @Override
  public Optional<Installed> read(String unit) {
    return UnitText.read(unit);
  }

  @Override
  public List<List<String>> commands() {
    return List.of(
        List.of("systemctl", "--user", "daemon-reload"),
        List.of("systemctl", "--user", "enable", UNIT),
        List.of("systemctl", "--user", "start", UNIT));
  }

  @Override
  public List<String> hints() {
    return List.of("systemctl --user status localport", "journalctl --user -u localport");
  }

  @Override
  public void requireReachable() throws ManagerProblem {
    ProgramResult outcome = systemctl("show", "--property=Version");
    if (outcome.exit() == ProgramResult.MISSING) {
      throw new ManagerProblem(
          "this machine has no systemd: systemctl was not found; start the daemon by hand:"
              + " localport daemon start");
    } else if (!outcome.isDone()) {
      throw new ManagerProblem(
          "the systemd user manager does not answer: "
              + outcome.words()
              + "; log in as this user (su and containers have none) and try again, or start the"
              + " daemon by hand: localport daemon start");
    }
  }

  @Override
  public ManagerView view() throws ManagerProblem {
    ProgramResult outcome = systemctl("show", UNIT, "--property=" + SystemctlShow.PROPERTIES);
    return outcome.isDone() ? SystemctlShow.view(outcome.out()) : ManagerView.UNKNOWN;
  }

  @Override
  public void load() throws ManagerProblem {
    must("daemon-reload");
    if (!view().loaded()) {
      throw new ManagerProblem(
          "systemd does not load "
              + unitFile()
              + "; see: systemctl --user status localport (if it is not found, the user manager has"
              + " another XDG_CONFIG_HOME than this shell)");
    }
    must("enable", UNIT);
  }

  @Override
  public void start() throws ManagerProblem {
    resetFailed();
    must("start", UNIT);
  }

  @Override
  public void stop() throws ManagerProblem {
    must("stop", UNIT);
  }

  /* Starts by hand count for the start limit, too. */
  private void resetFailed() throws ManagerProblem {
    ProgramResult _ =
        systemctl("reset-failed", UNIT); // fails for a unit that never ran: all the same
  }

  @Override
  public void unload() throws ManagerProblem {
    if (view().loaded()) {
      must("stop", UNIT);
      must("disable", UNIT);
    }
  }

  @Override
  public void forget() throws ManagerProblem {
    must("daemon-reload");
    resetFailed();
  }

  private void must(String... words) throws ManagerProblem {
    ProgramResult outcome = systemctl(words);
    if (!outcome.isDone()) {
      throw new ManagerProblem(
          "systemctl --user "
              + String.join(" ", words)
              + " failed: "
              + outcome.words()
              + "; see: journalctl --user -u localport");
    }
  }

  private ProgramResult systemctl(String... words) throws ManagerProblem {
    List<String> command = new ArrayList<>(surroundings());
    command.add("systemctl");
    command.add("--user");
    command.addAll(List.of(words));
    return machine.run(command);
  }

  /* After su the variable is missing, while the manager of a session elsewhere may be there. */
  private List<String> surroundings() throws ManagerProblem {
    if (machine.variable(RUNTIME) != null) {
      return List.of();
    }
    Path runtime = Path.of("/run/user", machine.uid());
    return Files.isDirectory(runtime) ? List.of("env", RUNTIME + "=" + runtime) : List.of();
  }
}
