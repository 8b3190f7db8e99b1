package dev.localport.daemon.notify;

import dev.localport.api.SecretMask;
import dev.localport.api.Steering;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program to its end, without a shell, for {@link #LIMIT} at most; then it is killed, and
 * what it started with it. It may leave its input unread and print as much as it likes. Belongs on
 * a platform thread of its own: it looks at the program's output again and again, since a read that
 * blocks would outlast a program whose children keep the output open.
 *
 * @param words the program, by its absolute path, and its arguments
 * @param folder where it runs
 * @param environment all of its variables
 * @param input what it can read, as UTF-8
 */
record ProgramRun(List<String> words, Path folder, Map<String, String> environment, String input) {
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** Bytes; a program that prints more than this is not meant for this. */
  static final int MOST_OUTPUT = 1 << 20;

  private static final int SHOWN = 200; // characters of what it printed last
  private static final Duration LOOK = Duration.ofMillis(20);

  ProgramRun {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /**
   * Runs.
   *
   * @return what went wrong, in words that continue "the program"; null where nothing did
   */
  @Nullable String run(Duration limit) throws InterruptedException {
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException | IllegalArgumentException _) { // a NUL cannot be passed on
      return "cannot be run; check that it exists, is executable and is a program for this system";
    }
    try {
      feed(process);
      return finish(process, limit);
    } finally {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /* One that does not read leaves the writer in the kernel until it ends. */
  private void feed(Process process) {
    Thread.ofPlatform()
        .daemon()
        .name("notify-input")
        .start(() -> {
          try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
          } catch (IOException _) {
            // it did not want to know, which is its right
          }
        });
  }

  private static @Nullable String finish(Process process, Duration limit)
      throws InterruptedException {
    StringBuilder last = new StringBuilder();
    try (InputStream out = process.getInputStream()) {
      long looks = limit.dividedBy(LOOK);
      long printed = 0;
      boolean ended = false;
      for (long i = 0; i < looks && !ended && printed <= MOST_OUTPUT; i++) {
        ended = process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        printed += drain(out, last);
      }
      if (printed > MOST_OUTPUT) {
        return "printed more than 1 MiB and was killed";
      } else if (!ended) {
        return "did not end within %d s and was killed".formatted(limit.toSeconds());
      }
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
    int code = process.exitValue();
    return code == 0 ? null : "ended with exit code " + code + said(last.toString());
  }

  /** Takes what can be read without waiting; returns how many bytes that was. */
  private static int drain(InputStream out, StringBuilder last) throws IOException {
    int taken = 0;
    for (int n = out.available(); n > 0 && taken <= MOST_OUTPUT; n = out.available()) {
      byte[] piece = out.readNBytes(Math.min(n, 8 << 10));
      taken += piece.length;
      last.append(new String(piece, StandardCharsets.UTF_8));
      last.delete(0, Math.max(0, last.length() - SHOWN));
    }
    return taken;
  }

  private static String said(String text) {
    String line =
        SecretMask.in(Steering.replaced(text.strip(), "", _ -> " ")).replaceAll(" {2,}", " ");
    return line.isEmpty() ? "" : ": " + line;
  }

  @Override
  public String toString() {
    return words.getFirst(); // arguments and variables may be secret
  }
}
