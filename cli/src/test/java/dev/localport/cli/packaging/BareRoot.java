package dev.localport.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A root folder with a shell and the C library, and nothing else: no Java, no locales, no users.
 */
final class BareRoot {
  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/lib/x86_64-linux-gnu"), Path.of("/lib/aarch64-linux-gnu"), Path.of("/lib64"));
  private static final List<Path> LOADERS =
      List.of(Path.of("/lib64/ld-linux-x86-64.so.2"), Path.of("/lib/ld-linux-aarch64.so.1"));

  private BareRoot() {}

  /** Makes one with an image as {@code /opt/localport}. */
  static Path make(Path root, Path image) throws IOException {
    for (String folder : List.of("bin", "proc", "dev", "opt", "etc")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String writable : List.of("tmp", "home")) {
      Path folder = Files.createDirectories(root.resolve(writable));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    for (String program : List.of("sh", "readlink")) {
      copy(root, Path.of("/bin", program));
    }
    for (Path loader : LOADERS) {
      copy(root, loader);
    }
    for (Path folder : FOLDERS) {
      for (String library : LIBRARIES) {
        copy(root, folder.resolve(library));
      }
    }
    Trees.copy(image, root.resolve("opt/localport"));
    return root;
  }

  /* What stands behind a link is copied, so that it is whole. */
  private static void copy(Path root, Path file) throws IOException {
    if (Files.exists(file)) {
      Path target = root.resolve(file.toString().substring(1));
      Files.createDirectories(target.resolveSibling(""));
      Files.copy(file.toRealPath(), target);
    }
  }
}
