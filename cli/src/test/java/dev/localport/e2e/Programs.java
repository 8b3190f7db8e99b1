package dev.localport.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Programs of the machine that a test starts. */
public final class Programs {
  private Programs() {}

  /**
   * Returns the path of a program. Where it is missing the test is skipped by its name; with {@code
   * LOCALPORT_E2E_REQUIRED=true} it fails.
   *
   * @param debian the package that has it
   */
  public static String need(String name, String debian) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() -> missing("no %s; apt-get install %s".formatted(name, debian)));
  }

  /** Returns what skips the test, or fails it, since something is missing. */
  static RuntimeException missing(String what) {
    return "true".equals(System.getenv("LOCALPORT_E2E_REQUIRED"))
        ? new IllegalStateException(what + ", and LOCALPORT_E2E_REQUIRED is set")
        : new TestAbortedException(what);
  }
}
