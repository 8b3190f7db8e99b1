package dev.localport.cli.packaging;

import dev.localport.cli.ManPages;
import dev.localport.cli.render.Console;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The last step of packaging: manual pages, jars that fit AOT caches, and the caches from them. */
public final class Main {
  private Main() {}

  /**
   * Does it. A cache that cannot be made fails nothing, since the program runs without; what went
   * wrong is said.
   *
   * @param arguments the folder of the module cli
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path module = Path.of(arguments[0]).toAbsolutePath();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(module.resolve("target/app"), "*.jar")) {
      for (Path jar : jars) {
        boolean _ = OldClasses.raise(jar);
      }
    }
    ManPages.write(module.resolve("target/man/man1"));
    AotCaches caches =
        new AotCaches(ProgramFiles.ofProject(module, Path.of(System.getProperty("java.home"))));
    if (!caches.areUsable() && !caches.make()) {
      Console.ofProcess(Map.of())
          .err()
          .println(
              "localport: no AOT caches were made, and the program starts slower; see "
                  + caches.log());
    }
  }
}
