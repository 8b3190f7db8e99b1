package dev.localport.paths;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which machine this is, so that two machines that share a home folder can be distinguished. */
public final class ThisHost {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
  private static final List<String> COMMAND = List.of("uname", "-n");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MAX_LENGTH = 255; // POSIX allows no longer one

  private ThisHost() {}

  /**
   * Returns the name that the kernel has for this machine, or an empty text where the system does
   * not give one. Asks no DNS server: a laptop without network must not wait for a time-out.
   *
   * <p>The name may change while a process runs, with a laptop's network for example. So a
   * different name is a hint and no proof.
   */
  public static String name() {
    return name(KERNEL, COMMAND);
  }

  /** As {@link #name()}, from the kernel's file, or from a command if there is no such file. */
  static String name(Path kernel, List<String> command) {
    try {
      return Files.isReadable(kernel)
          ? clean(Files.readAllBytes(kernel))
          : clean(outputOf(command));
    } catch (IOException _) {
      return ""; // as documented: unknown
    }
  }

  private static byte[] outputOf(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      return process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
          ? process.getInputStream().readNBytes(MAX_LENGTH)
          : new byte[0];
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new byte[0];
    } finally {
      process.destroyForcibly();
    }
  }

  /* The name goes into messages, and a machine's owner may have put anything into it. */
  private static String clean(byte[] bytes) {
    String name = new String(bytes, StandardCharsets.UTF_8).strip();
    String safe = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return safe.substring(0, Math.min(safe.length(), MAX_LENGTH));
  }
}
