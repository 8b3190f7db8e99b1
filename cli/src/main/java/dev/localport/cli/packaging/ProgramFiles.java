package dev.localport.cli.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a packaged program has its parts: in the build's folders, or in an image.
 *
 * @param java what runs it
 * @param options how Java runs the command line
 * @param command the class path of the command line
 * @param daemon the class path of the daemon
 * @param simulator the class path of the simulated cluster, which comes behind the daemon's
 * @param jars the folders with the jars of all of them
 * @param caches the folder of the AOT caches
 */
record ProgramFiles(
    Path java,
    Path options,
    String command,
    String daemon,
    String simulator,
    List<Path> jars,
    Path caches) {
  /**
   * Returns those of the project, as {@code ./localport} runs it.
   *
   * @param module the folder of the module cli
   * @param jdk what builds it and runs it
   */
  static ProgramFiles ofProject(Path module, Path jdk) {
    Path daemon = app(module.resolveSibling("daemon"));
    return new ProgramFiles(
        jdk.resolve("bin/java"),
        module.resolve("jvm.options"),
        all(app(module)),
        all(daemon),
        all(app(module.resolveSibling("simulator"))),
        List.of(app(module), daemon),
        module.resolve("target/aot"));
  }

  /** Returns those of an image. */
  static ProgramFiles ofImage(Path image) {
    Path lib = image.resolve("lib");
    return new ProgramFiles(
        image.resolve("runtime/bin/java"),
        lib.resolve("jvm.options"),
        lib.resolve("cli.jar").toString(),
        lib.resolve("daemon.jar").toString(),
        lib.resolve("simulator.jar").toString(),
        List.of(lib, lib.resolve("jars")),
        lib.resolve("aot"));
  }

  /** Returns the folder of a module's jar and of what that needs. */
  static Path app(Path module) {
    return module.resolve("target/app");
  }

  private static String all(Path app) {
    return app + File.separator + "*";
  }

  /** Returns what distinguishes one set of jars from another. */
  String jarList() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path folder : jars) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path jar : found) {
          lines.add(jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
        }
      }
    }
    return String.join("\n", lines.stream().sorted().toList());
  }
}
