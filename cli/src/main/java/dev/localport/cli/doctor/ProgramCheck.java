package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The Java that runs LocalPort, and where LocalPort is.
 *
 * @param version of LocalPort
 * @param feature the number of the Java version: 25
 * @param java the folder of that Java
 * @param classes where the daemon's classes are; null: not known
 * @param hasModule whether that Java has a module
 */
public record ProgramCheck(
    String version, int feature, Path java, @Nullable String classes, Predicate<String> hasModule)
    implements Check {
  private static final int NEEDED = 25;
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "jdk.httpserver",
          "jdk.management",
          "jdk.unsupported");
  private static final String AGAIN = "install LocalPort again, or build it: ./mvnw package";

  /** Looks at this process. */
  public static ProgramCheck ofProcess(String version, @Nullable String classes) {
    return new ProgramCheck(
        version,
        Runtime.version().feature(),
        Path.of(System.getProperty("java.home")),
        classes,
        name -> ModuleFinder.ofSystem().find(name).isPresent());
  }

  @Override
  public List<DoctorCheck> run() {
    return List.of(program(), runtime());
  }

  private DoctorCheck program() {
    String found = classes;
    if (found == null) {
      return broken(
          "program.classes",
          "the daemon's program is not known: LocalPort was not started by its script",
          "start LocalPort with its script: localport");
    } else if (!isThere(found)) {
      return broken("program.classes", "the daemon's program is missing: " + found, AGAIN);
    }
    return DoctorCheck.ok(
        "program.classes",
        Groups.PROGRAM,
        "localport",
        "LocalPort %s, started from %s".formatted(version, isImage(found) ? "an image" : "source"));
  }

  private boolean isImage(String found) {
    return Path.of(found.split(":", -1)[0]).startsWith(java.resolveSibling("lib"));
  }

  private static boolean isThere(String path) {
    Path first = Path.of(path.split(":", -1)[0]);
    return Files.exists(first.endsWith("*") ? first.resolveSibling("") : first);
  }

  private DoctorCheck runtime() {
    List<String> missing = new ArrayList<>(MODULES);
    missing.removeIf(hasModule);
    if (feature < NEEDED) {
      return broken(
          "program.java",
          "Java %d runs LocalPort, which needs %d (%s)".formatted(feature, NEEDED, java),
          "set JAVA_HOME to a JDK %d, or unset it".formatted(NEEDED));
    } else if (!missing.isEmpty()) {
      return broken(
          "program.java",
          "the Java in %s lacks %s".formatted(java, String.join(", ", missing)),
          AGAIN);
    }
    return DoctorCheck.ok(
        "program.java", Groups.PROGRAM, "java", "Java %d in %s".formatted(feature, java));
  }

  private static DoctorCheck broken(String id, String message, String remedy) {
    return DoctorCheck.broken(id, Groups.PROGRAM, "localport", message, remedy);
  }
}
