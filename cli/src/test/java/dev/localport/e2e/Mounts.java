package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** A small file system in memory, which fills up or becomes read-only on demand. Needs root. */
public final class Mounts implements Closeable {
  private static final int KIBIBYTE = 1024;

  private final Path folder;

  private Mounts(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one of 1 MiB. Where this user may not, the test is skipped by name; with {@code
   * LOCALPORT_E2E_REQUIRED=true} it fails.
   */
  public static Mounts small(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", folder.toString()) != 0) {
      String what = "no right to mount a file system at " + folder;
      if ("true".equals(System.getenv("LOCALPORT_E2E_REQUIRED"))) {
        throw new IllegalStateException(what + ", and LOCALPORT_E2E_REQUIRED is set");
      }
      throw new TestAbortedException(what);
    }
    return new Mounts(folder);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
  }

  /** Returns where it is mounted. */
  Path folder() {
    return folder;
  }

  /**
   * Makes it read-only for whoever opens a file from now on, until what is returned is closed: a
   * second mount lies over the first one, which is in use.
   */
  Closeable readOnly() throws IOException, InterruptedException {
    need("mount", "--bind", folder.toString(), folder.toString());
    need("mount", "-o", "remount,bind,ro", folder.toString());
    return this::unmount;
  }

  private static void need(String... command) throws IOException, InterruptedException {
    int exit = run(command);
    if (exit != 0) {
      throw new IOException("%s ended with %d".formatted(List.of(command), exit));
    }
  }

  /** Fills it up to the last byte; returns the file that does, to be deleted for room. */
  Path fill() throws IOException {
    return fill(folder);
  }

  /** As the other one, from a folder of it. */
  public static Path fill(Path folder) throws IOException {
    Path ballast = folder.resolve("ballast");
    byte[] block = new byte[KIBIBYTE];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return ballast; // as it was meant
    }
  }

  private void unmount() throws IOException {
    try {
      need("umount", "-l", folder.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + folder + " was unmounted");
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
  }
}
