package dev.localport.cli.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the programs are that the command line starts.
 *
 * @param java runs all of them
 * @param daemonClassPath where the daemon's classes are; null: not known
 * @param daemonCache where the daemon's AOT cache may be, which makes it start faster; null: not
 *     known
 * @param simulatorClassPath where the simulated cluster's classes are; null: not known
 */
public record Programs(
    Path java,
    @Nullable String daemonClassPath,
    @Nullable String daemonCache,
    @Nullable String simulatorClassPath) {

  /** Returns those of this process, as the launcher names them. */
  static Programs ofProcess() {
    return new Programs(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("localport.daemon.classpath"),
        System.getProperty("localport.daemon.cache"),
        System.getProperty("localport.simulator.classpath"));
  }
}
