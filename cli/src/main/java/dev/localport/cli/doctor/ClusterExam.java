package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.DaemonProcess;
import dev.localport.cli.client.DaemonProgram;
import dev.localport.cli.client.Pages;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Has the daemon's program check clusters and ports: the daemon, where one runs, else a process
 * that lives as long as the check takes. No daemon is started.
 */
public final class ClusterExam {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Hears of findings as they are there. */
  public interface Hearer {
    /** Takes a finding. */
    void found(DoctorCheck check);

    /** Hears that there are no more findings of a group. */
    void done(String group);
  }

  private ClusterExam() {}

  /** Hands a notification of the daemon to a hearer. */
  public static void hear(String method, JsonObject params, Hearer hearer) {
    if (method.equals(Methods.DOCTOR_FOUND)) {
      hearer.found(DoctorCheck.from(params));
    } else if (method.equals(Methods.DOCTOR_DONE)) {
      hearer.done(params.text("group"));
    }
  }

  /**
   * Asks a daemon whose connection hands its notifications to {@link #hear}.
   *
   * @return all findings: the answer may overtake the notifications of the last ones
   */
  public static List<DoctorCheck> ask(DaemonClient daemon, DoctorRequest request)
      throws CommandException {
    return Pages.all(daemon, Methods.DOCTOR, request.toJson(), "checks", PATIENCE)
        .objects("checks")
        .stream()
        .map(DoctorCheck::from)
        .toList();
  }

  /**
   * Runs the daemon's program for this once; what it prints of itself goes to a file.
   *
   * @throws CommandException if it cannot be run, or ends with an error
   */
  public static void runOnce(CliEnvironment surroundings, DoctorRequest request, Hearer hearer)
      throws CommandException {
    List<String> command =
        DaemonProgram.command(surroundings, DaemonProcess.MAIN, List.of("doctor"));
    try {
      Path errors = Files.createTempFile("localport-doctor", ".err");
      try {
        run(DaemonProgram.builder(surroundings, command), errors, request, hearer);
      } finally {
        Files.deleteIfExists(errors);
      }
    } catch (IOException | RpcException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the clusters cannot be checked: " + e.getMessage(), e);
    }
  }

  private static void run(ProcessBuilder program, Path errors, DoctorRequest request, Hearer hearer)
      throws IOException {
    Process process = program.redirectError(errors.toFile()).start();
    try (BufferedReader out = process.inputReader()) {
      ask(process, request);
      read(out, hearer);
      requireDone(process, errors);
    } finally {
      process.destroy();
    }
  }

  /* A program that ended without reading says why, and its exit code counts. */
  private static void ask(Process process, DoctorRequest request) {
    try (Writer in = process.outputWriter()) {
      in.write(request.toJson() + "\n");
    } catch (IOException _) {
      // its end is read next
    }
  }

  private static void requireDone(Process process, Path errors) throws IOException {
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        String said = Files.readString(errors).strip();
        String last = said.substring(said.lastIndexOf('\n') + 1);
        throw new IOException(
            "the daemon's program ended with exit code %d%s"
                .formatted(exit, last.isEmpty() ? "" : ": " + last));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static void read(BufferedReader out, Hearer hearer) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      JsonObject heard = JsonObject.parse(line);
      hear(heard.text("method"), heard.object("params"), hearer);
    }
  }
}
