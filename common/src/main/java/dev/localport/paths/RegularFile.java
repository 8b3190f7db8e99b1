package dev.localport.paths;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;

/**
 * Reads files that a user names. Such a name may lead to anything: a pipe without a writer, a
 * device without an end, 400 MB, a file on a mount that hangs. So links are followed, but only
 * regular files are opened, their size is limited, and a file that does not respond within 5 s is
 * given up. Everything in LocalPort that reads a file of the user's reads it here.
 *
 * <p>Thread-safe; callers wait and may be virtual threads. Messages of exceptions continue a
 * sentence such as "the token file /x cannot be read: "; only {@link NoSuchFileException} is the
 * JDK's own.
 */
public final class RegularFile {
  /** The limit in bytes for a kubeconfig: the parser after it takes no more. */
  public static final int KUBECONFIG = 3 << 20;

  /** The limit in bytes for a token, a key or certificates. */
  public static final int CREDENTIALS = 1 << 20;

  /** The limit in bytes for a file that LocalPort wrote itself. */
  public static final int OWN = 64 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_THREADS = 32;
  private static final int FORMAT = 0170000; // stat(2): S_IFMT and what it may hold
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  /* One for the process, although it is static state: threads in the kernel are the process's. */
  private static final FileThreads THREADS = new FileThreads(PATIENCE, MOST_THREADS);

  private RegularFile() {}

  /**
   * Returns the content.
   *
   * @param most the limit in bytes, such as {@link #KUBECONFIG}
   * @throws NoSuchFileException if there is no such file
   * @throws UnresponsiveFileException if its file system does not respond
   * @throws IOException if it is not a regular file, is too large, or cannot be read
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    return inWords(
        file,
        () -> {
          byte[] content = read(file, most + 1, most);
          if (content.length > most) { // it grew, or has no size, as in /proc
            throw tooLarge(most);
          }
          return content;
        });
  }

  /**
   * Returns the content up to the limit: for a reader that finds better words for a file that goes
   * on behind it.
   *
   * @throws IOException as {@link #bytes}, but never for a large file
   */
  public static byte[] beginning(Path file, int most) throws IOException {
    return inWords(file, () -> read(file, most, Long.MAX_VALUE));
  }

  /** As {@link #bytes}, as UTF-8. */
  public static String text(Path file, int most) throws IOException {
    return new String(bytes(file, most), StandardCharsets.UTF_8);
  }

  /**
   * Checks that something can be opened without waiting for anybody.
   *
   * @throws IOException as {@link #bytes}
   */
  public static void check(Path file) throws IOException {
    BasicFileAttributes _ = inWords(file, () -> checked(file));
  }

  /**
   * Returns what becomes another text when a file changes or is replaced; empty where there is
   * none.
   *
   * @throws IOException if that cannot be found out
   */
  public static String stamp(Path file) throws IOException {
    return inWords(
        file,
        () -> {
          try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return "%s %d %s".formatted(now.lastModifiedTime(), now.size(), now.fileKey());
          } catch (NoSuchFileException _) {
            return "";
          }
        });
  }

  /**
   * Returns what leads to a file: each link on the path, as a path without linked folders, and
   * finally the file itself, whether it exists or not.
   *
   * @param file an absolute path
   * @throws IOException if that cannot be found out, or there are more than 40 links
   */
  public static List<Path> trail(Path file) throws IOException {
    return inWords(file, () -> LinkTrail.of(file));
  }

  /**
   * Waits until the file system of a path responds, whether something is there or not.
   *
   * @throws UnresponsiveFileException if it does not
   */
  public static void awaitResponse(Path file) throws IOException {
    boolean _ = THREADS.call(file, () -> Files.exists(file));
  }

  /**
   * Returns whether something other than a folder is there. A file that does not respond counts as
   * there: its reader reports that.
   */
  public static boolean isThere(Path file) {
    try {
      return THREADS.call(file, () -> Files.exists(file) && !Files.isDirectory(file));
    } catch (IOException _) {
      return true;
    }
  }

  private static <T> T inWords(Path file, FileThreads.Work<T> question) throws IOException {
    try {
      return THREADS.call(file, question);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (FileSystemException e) {
      throw e.getReason() == null ? e : new IOException(SystemWords.of(e.getReason()), e);
    }
  }

  private static byte[] read(Path file, int most, long largest) throws IOException {
    if (checked(file).size() > largest) {
      throw tooLarge(largest);
    }
    try (InputStream in = Files.newInputStream(file)) {
      BasicFileAttributes _ = checked(file); // again: it may have been replaced meanwhile
      return in.readNBytes(most);
    }
  }

  private static IOException tooLarge(long most) {
    return new IOException("it is larger than %d MiB".formatted(most >> 20));
  }

  private static BasicFileAttributes checked(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException(
          "it is %s, not a regular file".formatted(kind(file, attributes.isDirectory())));
    }
    return attributes;
  }

  private static String kind(Path file, boolean folder) throws IOException {
    if (folder) {
      return "a folder";
    }
    return switch ((int) Files.getAttribute(file, "unix:mode") & FORMAT) {
      case PIPE -> "a pipe";
      case SOCKET -> "a socket";
      default -> "a device";
    };
  }
}
