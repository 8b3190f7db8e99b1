package dev.localport.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A step of {@code -Pdist}, after packaging: makes the image that archives and packages hold. */
public final class ImageMain {
  private ImageMain() {}

  /**
   * Makes it, with its AOT caches.
   *
   * @param arguments the folder of the module cli, the folder of the image, the time of its files,
   *     the version, and OWNER/NAME of the repository with the releases
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path module = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    FileTime time = FileTime.from(Instant.parse(arguments[2]));
    new Image(module, folder, time).make();
    AotCaches caches = new AotCaches(ProgramFiles.ofImage(folder));
    if (!caches.make()) {
      throw new IllegalStateException("no AOT caches were made; see " + caches.log());
    }
    caches.deleteTraces();
    Trees.touch(folder, time);
    installer(module, folder.resolveSibling("install.sh"), arguments[3], arguments[4]);
  }

  private static void installer(Path module, Path target, String version, String repository)
      throws IOException {
    String text = Files.readString(module.resolve("src/main/packaging/install.sh"));
    Path _ =
        Files.writeString(
            target,
            text.replace("version=@VERSION@", "version=" + version)
                .replace("com/@REPOSITORY@/", "com/" + repository + "/"));
  }
}
