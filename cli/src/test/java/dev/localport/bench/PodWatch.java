package dev.localport.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notes when a pod became Ready, as {@code kubectl get pods --watch} tells. */
final class PodWatch implements AutoCloseable {
  private final Process process;
  private final Map<String, Long> readyAtNanos = new ConcurrentHashMap<>();

  private PodWatch(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("pod-watch").start(this::read);
  }

  /** Watches the pods with the label {@code app}; closing ends that. */
  static PodWatch start(Path kubeconfig, String app) throws IOException {
    return new PodWatch(
        new ProcessBuilder(
                "kubectl",
                "--kubeconfig=" + kubeconfig,
                "--namespace=" + Target.NAMESPACE,
                "get",
                "pods",
                "--selector=app=" + app,
                "--watch",
                "--output=jsonpath={.metadata.name} "
                    + "{.status.conditions[?(@.type==\"Ready\")].status}{\"\\n\"}")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .filter(line -> line.endsWith(" True"))
          .forEach(line ->
              readyAtNanos.putIfAbsent(line.substring(0, line.indexOf(' ')), System.nanoTime()));
    } catch (IOException | UncheckedIOException _) {
      // the watch was ended
    }
  }

  /** Returns the pods that have been seen Ready. */
  Set<String> seen() {
    return Set.copyOf(readyAtNanos.keySet());
  }

  /** Returns when a pod that is none of these became Ready, by the monotonic clock. */
  Optional<Long> readyBut(Set<String> others) {
    return readyAtNanos.entrySet().stream()
        .filter(pod -> !others.contains(pod.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
