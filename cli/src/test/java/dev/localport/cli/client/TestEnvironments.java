package dev.localport.cli.client;

import dev.localport.cli.manager.OperatingSystem;
import dev.localport.paths.Places;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What commands of tests take from the world around them: all in one folder. */
public final class TestEnvironments {
  private TestEnvironments() {}

  /** Returns one with these variables, in whose folder the user is at home. */
  public static CliEnvironment in(Path root, Map<String, String> environment, Programs programs) {
    return in(root, environment, InstantSource.system(), programs);
  }

  /** As the other one, with a clock of its own. */
  public static CliEnvironment in(
      Path root, Map<String, String> environment, InstantSource clock, Programs programs) {
    return new CliEnvironment(
        environment,
        root,
        root,
        new Places(environment, root, root, "me"),
        clock,
        programs,
        OperatingSystem.ofMachine(environment));
  }

  /** Returns where the daemon's program is; there is no simulated cluster, and no cache. */
  public static Programs daemon(Path java, @Nullable String classPath) {
    return new Programs(java, classPath, null, null);
  }
}
