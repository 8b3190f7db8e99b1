package dev.localport.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders as a whole. */
final class Trees {
  private Trees() {}

  /** Deletes a folder with all that is in it; one that is not there is fine. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path path : all(folder).reversed()) {
      Files.delete(path);
    }
  }

  /** Copies a folder, with modes and times, to a place where there is none. */
  static void copy(Path from, Path to) throws IOException {
    for (Path path : all(from)) {
      Path target = to.resolve(from.relativize(path).toString());
      Files.createDirectories(target.resolveSibling(""));
      Path _ = Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Sets the times of a folder and all that is in it. */
  static void touch(Path folder, FileTime time) throws IOException {
    for (Path path : all(folder)) {
      Path _ = Files.setLastModifiedTime(path, time);
    }
  }

  /** A folder and all that is in it, folders before what they hold. */
  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
