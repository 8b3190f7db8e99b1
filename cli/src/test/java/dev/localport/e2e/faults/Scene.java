package dev.localport.e2e.faults;

import dev.localport.e2e.Faults;
import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.RunningProgram;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a row of the matrix plays: a program with a home and a kubeconfig of its own, and what it
 * needs besides. Closing takes all of it away, last things first.
 */
final class Scene implements Closeable {
  /** The service of every row. */
  static final String SERVICE = "echo";

  private final Faults faults;
  private final Path folder;
  private final Path kubeconfig;
  private final List<Closeable> others = new ArrayList<>();
  private final LocalportProgram localport;
  private String namespace = "lp-demo";

  /**
   * Prepares a program that uses a copy of a kubeconfig.
   *
   * @param folder an empty one
   */
  Scene(Faults faults, Path folder, Path original) throws IOException {
    this.faults = faults;
    this.folder = folder;
    this.kubeconfig = Files.copy(original, folder.resolve("kubeconfig"));
    this.localport = new LocalportProgram(folder, kubeconfig);
  }

  Faults faults() {
    return faults;
  }

  Path folder() {
    return folder;
  }

  LocalportProgram localport() {
    return localport;
  }

  /** Has the service in another namespace. */
  Scene in(String otherNamespace) {
    namespace = otherNamespace;
    return this;
  }

  /** Closes something with the scene, after the program. */
  Scene with(Closeable other) {
    others.add(other);
    return this;
  }

  /** Returns the line in front of the API server. */
  Line line() {
    return others.stream()
        .filter(Line.class::isInstance)
        .map(Line.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Replaces the kubeconfig at once, as a tool does that writes it beside and renames it. */
  void kubeconfig(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("kubeconfig.new"), text);
    Files.move(fresh, kubeconfig, StandardCopyOption.REPLACE_EXISTING);
  }

  /** As the other one, with the kubeconfig of an account. */
  void kubeconfigOf(String account) throws IOException, InterruptedException {
    kubeconfig(Files.readString(faults.kubeconfig(account)));
  }

  /** Starts the service, and waits until it is connected. */
  void start() throws IOException, InterruptedException {
    localport.config(
        """
        version: "1.0"
        services:
          - name: %s
            connection: {resource_name: %s, namespace: %s}
            ports: [{local: auto, remote: 7000}, {local: auto, remote: 80}]
            hold: {timeout: 60s, max_connections: 1000}
        """
            .formatted(SERVICE, SERVICE, namespace));
    startNow(localport);
    Await.until(
        Duration.ofMinutes(3),
        "service that is connected",
        () ->
            DaemonStatus.read(localport.home()).objects("services").stream()
                .map(DaemonStatus::state)
                .toList(),
        states -> states.equals(List.of("connected")));
  }

  /** Starts all services, however long a busy machine needs for the daemon. */
  static void startNow(LocalportProgram localport) {
    Await.until(
        Duration.ofMinutes(5),
        "start",
        () -> localport.run("start", "--no-wait"),
        start -> start.exit() == 0);
  }

  /** Starts the daemon as a shell would that has so few descriptors. */
  Scene withDescriptors(int count) throws IOException, InterruptedException {
    ProcessBuilder builder = localport.builder("daemon", "start");
    List<String> limited = new ArrayList<>(List.of("sh", "-c"));
    limited.add("ulimit -n %d && exec \"$@\"".formatted(count));
    limited.add("sh");
    limited.addAll(builder.command());
    try (RunningProgram start = RunningProgram.start(builder.command(limited))) {
      var _ = start.awaitEnd(); // a busy machine may need longer than the command waits
    }
    Await.until("daemon", () -> localport.findDaemon().isPresent());
    return this;
  }

  String kubectl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("-n", namespace));
    command.addAll(List.of(words));
    return faults.kubectl(command.toArray(String[]::new));
  }

  /** Returns the pod to which the service has its sessions. */
  String pod() throws IOException {
    return DaemonStatus.read(localport.home())
        .objects("services")
        .getFirst()
        .texts("pods")
        .getFirst();
  }

  @Override
  public void close() throws IOException {
    localport.close();
    for (Closeable each : others.reversed()) {
      each.close();
    }
  }
}
