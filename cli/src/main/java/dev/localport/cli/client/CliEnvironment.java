package dev.localport.cli.client;

import dev.localport.cli.manager.InstallationContext;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.OperatingSystem;
import dev.localport.paths.Places;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command takes from the world around it; tests give it another one.
 *
 * @param environment the variables of the user's shell
 * @param home the user's home folder
 * @param folder where the command was given, absolute
 * @param places where the daemon keeps its files
 * @param clock what countdowns count from
 * @param programs what the command line starts
 * @param system what the login service asks
 */
public record CliEnvironment(
    Map<String, String> environment,
    Path home,
    Path folder,
    Places places,
    InstantSource clock,
    Programs programs,
    OperatingSystem system) {

  /** Returns the surroundings of this process. */
  public static CliEnvironment ofProcess() {
    Map<String, String> environment = System.getenv();
    return new CliEnvironment(
        environment,
        Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))),
        Path.of("").toAbsolutePath(),
        Places.ofProcess(),
        InstantSource.system(),
        Programs.ofProcess(),
        OperatingSystem.ofMachine(environment));
  }

  /** Returns the daemon as a service that starts at login, which may not be installed. */
  public LoginService loginService() {
    return new LoginService(
        new InstallationContext(
            environment, home, folder, places.stateFolder(), places.logsFolder(), system));
  }

  /**
   * Returns how the user calls the path: relative where it lies in the current folder, from {@code
   * ~} where it lies in the home folder, else as it is.
   */
  public String label(Path path) {
    Path absolute = folder.resolve(path).normalize();
    if (absolute.startsWith(folder) && !absolute.equals(folder)) {
      return folder.relativize(absolute).toString();
    }
    return absolute.startsWith(home) && !absolute.equals(home)
        ? "~/" + home.relativize(absolute)
        : absolute.toString();
  }
}
