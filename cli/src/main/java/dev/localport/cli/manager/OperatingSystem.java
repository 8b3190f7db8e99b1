package dev.localport.cli.manager;

import java.nio.file.Path;
import java.util.Map;

/**
 * The operating system, as far as the login service asks it.
 *
 * @param name its name as Java has it, such as {@code Linux} or {@code Mac OS X}
 * @param runner what runs its programs
 * @param lingering the folder in which systemd keeps a file for each user whose manager outlives
 *     the last session
 */
public record OperatingSystem(String name, Runner runner, Path lingering) {
  /** Returns the one of this machine, whose programs get these variables. */
  public static OperatingSystem ofMachine(Map<String, String> environment) {
    return new OperatingSystem(
        System.getProperty("os.name"),
        new ProgramRunner(environment),
        Path.of("/var/lib/systemd/linger"));
  }

  /** Returns whether launchd runs the services of users. */
  public boolean isMac() {
    return name.startsWith("Mac");
  }
}
