package dev.localport.daemon.health;

import dev.localport.config.HealthProbe;
import dev.localport.paths.UserLocale;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program on this machine, without a shell; exit code 0 means that all is well. The program
 * and what it started are killed when the check is given up. Only files that are trusted get here.
 */
final class ExecCheck implements Check {
  private static final int MAX_WORDS = 200;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final List<String> command;

  /* As with other paths: a program that is named with a folder is relative to the file. */
  ExecCheck(HealthProbe.Exec probe, @Nullable Path folder) {
    List<String> words = new ArrayList<>(probe.command());
    if (folder != null && words.getFirst().contains(File.separator)) {
      words.set(0, folder.resolve(words.getFirst()).normalize().toString());
    }
    this.command = List.copyOf(words);
  }

  @Override
  public String label() {
    Path name = Path.of(command.getFirst()).getFileName();
    return "exec " + (name == null ? command.getFirst() : name); // arguments may be secret
  }

  @Override
  public String lateness() {
    return "the program did not end";
  }

  @Override
  public CheckOutcome run() throws InterruptedException {
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      UserLocale.restore(builder.environment());
      process = builder.start();
      process.getOutputStream().close(); // no input
    } catch (IOException e) {
      return new CheckOutcome.Failed("it cannot be run: " + e.getMessage());
    }
    try {
      return finish(process);
    } finally {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static CheckOutcome finish(Process process) throws InterruptedException {
    AtomicReference<String> words = new AtomicReference<>("");
    // no virtual thread: a read from a pipe would keep one of the few that carry them
    Thread reading =
        Thread.ofPlatform().daemon().name("check-output").start(() -> keepLast(process, words));
    int code = process.waitFor();
    if (code == 0) {
      return new CheckOutcome.Well();
    }
    boolean _ = reading.join(LAST_WORDS); // what it started may keep the output open
    String said = words.get().strip().replaceAll("\\s*\\R\\s*", " / ");
    return new CheckOutcome.Failed("exit code " + code + (said.isEmpty() ? "" : ": " + said));
  }

  private static void keepLast(Process process, AtomicReference<String> words) {
    try (Reader output = process.inputReader(StandardCharsets.UTF_8)) {
      char[] piece = new char[1024];
      for (int n = output.read(piece); n >= 0; n = output.read(piece)) {
        String all = words.get() + new String(piece, 0, n);
        words.set(all.substring(Math.max(0, all.length() - MAX_WORDS)));
      }
    } catch (IOException e) {
      // the program was killed: its output is not needed
    }
  }
}
