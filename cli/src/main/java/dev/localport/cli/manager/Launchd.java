package dev.localport.cli.manager;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The launchd of the user's graphical session, asked through {@code launchctl}. An agent is loaded
 * at login because of where its file lies. To stop it is to unload it: a JVM that gets SIGTERM ends
 * with 143, which launchd takes for a failure.
 */
final class Launchd implements ServiceManager {
  /** The agent's name. */
  static final String LABEL = "dev.localport.daemon";

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LOOKS = 250;

  private final InstallationContext machine;

  Launchd(InstallationContext machine) {
    this.machine = machine;
  }

  @Override
  public String name() {
    return "launchd";
  }

  @Override
  public Path unitFile() {
    return machine.home().resolve("Library/LaunchAgents").resolve(LABEL + ".plist");
  }

  private Path output() {
    return machine.logsFolder().resolve("daemon.out");
  }

  @Override
  public List<Path> links() {
    return List.of();
  }

  @Override
  public List<ServiceFile> files(ServiceProgram program, KeptVariables variables) {
    Map<String, String> all = new TreeMap<>(variables.kept());
    all.putAll(machine.needed());
    return List.of(new ServiceFile(unitFile(), AgentText.agent(LABEL, program, all, output())));
  }

  @Override
  public Optional<Installed> read(String unit) {
    return AgentText.read(unit);
  }

  @Override
  public List<List<String>> commands() {
    return List.of(
        List.of("launchctl", "enable", "gui/$UID/" + LABEL),
        List.of("launchctl", "bootstrap", "gui/$UID", unitFile().toString()));
  }

  @Override
  public List<String> hints() {
    return List.of("launchctl print gui/$UID/" + LABEL, "tail " + output());
  }

  @Override
  public void requireReachable() throws ManagerProblem {
    ProgramResult outcome = launchctl("print", domain());
    if (!outcome.isDone()) {
      throw new ManagerProblem(
          "launchd has no session for this user: "
              + outcome.words()
              + "; log in on the screen of this Mac (over ssh alone there is none) and try again,"
              + " or start the daemon by hand: localport daemon start");
    }
  }

  @Override
  public ManagerView view() throws ManagerProblem {
    ProgramResult outcome = launchctl("print", target());
    if (outcome.isDone()) {
      return LaunchctlPrint.view(outcome.out());
    }
    boolean waitsForLogin = Files.exists(unitFile());
    return new ManagerView(false, waitsForLogin, false, false, 0, "not loaded");
  }

  @Override
  public void load() throws ManagerProblem {
    must("enable", target());
    bootOut(); // launchd reads a file only when it loads it; start() does
  }

  @Override
  public void start() throws ManagerProblem {
    if (view().loaded()) {
      must("kickstart", target());
    } else {
      must("bootstrap", domain(), unitFile().toString());
    }
  }

  @Override
  public void stop() throws ManagerProblem {
    bootOut();
  }

  @Override
  public void unload() throws ManagerProblem {
    bootOut();
  }

  @Override
  public void forget() {
    // an agent that is not loaded is its file, and nothing else
  }

  /* Returns when the daemon has ended: until then, launchd refuses to load it again. */
  private void bootOut() throws ManagerProblem {
    if (!view().loaded()) {
      return;
    }
    ProgramResult _ = launchctl("bootout", target()); // "in progress" is a failure to launchctl
    for (int look = 0; look < LOOKS; look++) {
      if (!view().loaded()) {
        return;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new ManagerProblem(
        "launchd does not unload the daemon; see: launchctl print " + target());
  }

  private String domain() throws ManagerProblem {
    return "gui/" + machine.uid();
  }

  private String target() throws ManagerProblem {
    return domain() + "/" + LABEL;
  }

  private void must(String... words) throws ManagerProblem {
    ProgramResult outcome = launchctl(words);
    if (!outcome.isDone()) {
      throw new ManagerProblem(
          "launchctl " + String.join(" ", words) + " failed: " + outcome.words());
    }
  }

  private ProgramResult launchctl(String... words) throws ManagerProblem {
    List<String> command = new ArrayList<>();
    command.add("launchctl");
    command.addAll(List.of(words));
    return machine.run(command);
  }
}
