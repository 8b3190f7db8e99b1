package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ForeignText;
import dev.localport.paths.UserLocale;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import io.fabric8.kubernetes.api.model.ExecConfig;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client-go credential plug-in: runs a command and reads an ExecCredential from its output
 * (k8s.io/client-go, plugin/pkg/client/auth/exec). Not the Kubernetes client's own, which mixes the
 * plug-in's complaints into its answer and hides why it failed. Thread-safe; an answer is kept
 * until shortly before it expires.
 */
final class ExecPlugin implements TokenSource {
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2); // somebody may have to log in
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_COMPLAINT = 500;

  private final ExecConfig exec;
  private final Path folder;
  private final InstantSource clock;
  private @Nullable Answer kept;
  private Instant keptSince = Instant.MIN;
  private @Nullable KubeException failed;
  private Instant retryAt = Instant.MIN;

  /** What a plug-in said: a token, or a certificate with its key, both as text. */
  record Answer(
      @Nullable String token,
      @Nullable String certificate,
      @Nullable String key,
      @Nullable Instant expires) {}

  ExecPlugin(ExecConfig exec, Path folder, InstantSource clock) {
    this.exec = exec;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public @Nullable String token() throws KubeException {
    return answer().token();
  }

  /**
   * Forgets the answer, unless it is a new one: of a hundred forwards that are refused in one
   * moment the first one fetches, and the others were refused the answer before.
   */
  @Override
  public synchronized void refused() {
    if (!clock.instant().isBefore(keptSince.plus(MARGIN))) {
      kept = null;
    }
  }

  /**
   * Returns the kept answer, or runs the command; one caller at a time, the others share what it
   * gets.
   */
  synchronized Answer answer() throws KubeException {
    Instant now = clock.instant();
    Answer known = kept;
    if (known != null && (known.expires() == null || now.isBefore(known.expires().minus(MARGIN)))) {
      return known;
    }
    if (failed != null && now.isBefore(retryAt)) {
      throw failed;
    }
    try {
      Answer fresh = run();
      kept = fresh;
      keptSince = clock.instant();
      failed = null;
      return fresh;
    } catch (KubeException e) {
      if (!Thread.currentThread().isInterrupted()) { // that concerns one caller only
        failed = e;
        retryAt = clock.instant().plus(AFTER_FAILURE);
      }
      throw e;
    }
  }

  private Answer run() throws KubeException {
    ProcessBuilder builder = new ProcessBuilder(command());
    Map<String, String> environment = builder.environment();
    UserLocale.restore(environment);
    environment.put("KUBERNETES_EXEC_INFO", info());
    if (exec.getEnv() != null) {
      exec.getEnv().forEach(variable -> environment.put(variable.getName(), variable.getValue()));
    }
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw failure("cannot be run: " + e.getMessage(), e);
    }
    try {
      return finish(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly); // a script leaves no children
      process.destroyForcibly();
    }
  }

  private Answer finish(Process process) throws KubeException, InterruptedException {
    CompletableFuture<String> complaint = reading(process.errorReader(StandardCharsets.UTF_8));
    CompletableFuture<String> output = reading(process.inputReader(StandardCharsets.UTF_8));
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failure("did not answer within " + PATIENCE.toMinutes() + " min", null);
    }
    try {
      if (process.exitValue() != 0) {
        throw failure(
            "ended with %d: %s".formatted(process.exitValue(), shorten(rest(complaint))), null);
      }
      return parse(rest(output));
    } catch (TimeoutException e) {
      throw failure("has ended, and something that it started keeps its output open", e);
    } catch (ExecutionException e) {
      throw failure("cannot be read: " + e.getCause(), e);
    }
  }

  private static String rest(CompletableFuture<String> text)
      throws InterruptedException, ExecutionException, TimeoutException {
    return text.get(OUTPUT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static CompletableFuture<String> reading(Reader reader) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (reader) {
            StringWriter all = new StringWriter();
            reader.transferTo(all);
            text.complete(all.toString());
          } catch (IOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }

  private List<String> command() {
    String program = exec.getCommand();
    boolean relative = program.contains(File.separator) && !Path.of(program).isAbsolute();
    List<String> command = new ArrayList<>();
    command.add(relative ? folder.resolve(program).normalize().toString() : program);
    if (exec.getArgs() != null) {
      command.addAll(exec.getArgs());
    }
    return command;
  }

  private String info() {
    return JsonObject.builder()
        .put("apiVersion", exec.getApiVersion())
        .put("kind", "ExecCredential")
        .put("spec", JsonObject.builder().put("interactive", false).build())
        .build()
        .toString();
  }

  private Answer parse(String output) throws KubeException {
    try {
      JsonObject status = JsonObject.parse(output).object("status");
      Answer answer =
          new Answer(
              status.findText("token"),
              status.findText("clientCertificateData"),
              status.findText("clientKeyData"),
              status.findTime("expirationTimestamp"));
      if (answer.token() == null && (answer.certificate() == null || answer.key() == null)) {
        throw failure("gave neither a token nor a certificate", null);
      }
      return answer;
    } catch (RpcException | DateTimeException e) {
      throw failure("gave no ExecCredential: " + e.getMessage(), e);
    }
  }

  private static String shorten(String complaint) {
    String line = complaint.strip().replaceAll("\\s*\\R\\s*", " / ");
    return ForeignText.line(
        line.length() <= MAX_COMPLAINT
            ? line
            : "…" + line.substring(line.length() - MAX_COMPLAINT));
  }

  private KubeException failure(String what, @Nullable Throwable cause) {
    String message = "the credential plug-in %s %s".formatted(exec.getCommand(), what);
    return cause == null
        ? new KubeException(FailureKind.CREDENTIALS, message)
        : new KubeException(FailureKind.CREDENTIALS, message, cause);
  }
}
