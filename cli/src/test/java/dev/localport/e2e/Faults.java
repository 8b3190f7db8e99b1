package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What goes wrong in the cluster on purpose, and its special accounts: the commands of the script
 * that {@code LOCALPORT_E2E_CLUSTER} names. What changes the cluster for all is for classes that
 * are {@link FaultsCluster}, and what is stopped is started again in the same test.
 */
public final class Faults {
  /** Something stopped or paused; closing brings it back and waits until it is healthy. */
  public interface Outage extends Closeable {}

  private final Path script;

  Faults(Path script) {
    this.script = script;
  }

  /** Runs a command of the script and returns its standard output; it must succeed. */
  public String run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  private String run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    try (RunningProgram running = RunningProgram.start(builder)) {
      Result result = running.awaitEnd();
      if (result.exit() != 0) {
        throw new AssertionError("%s: %s".formatted(command, result));
      }
      return result.stdout();
    }
  }

  /** Runs a command at the end of a try: what closes throws no {@link InterruptedException}. */
  public void undo(String... arguments) throws IOException {
    try {
      run(arguments);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while undoing: " + List.of(arguments));
    }
  }

  /** Runs kubectl as admin and returns its standard output; it must succeed. */
  public String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(Arrays.asList(arguments));
    return run(command.toArray(String[]::new));
  }

  /** Returns the file of an account: admin, admin-ec, nobody, restricted, exec and others. */
  public Path kubeconfig(String name) throws IOException, InterruptedException {
    return Path.of(run("kubeconfig", name).strip());
  }

  /** Returns a file of more objects that lies beside the script. */
  Path extra(String name) {
    return script.resolveSibling("extra").resolve(name);
  }

  /** Returns a fresh token of a service account. */
  String token(String namespace, String account) throws IOException, InterruptedException {
    return run("token", namespace, account).strip();
  }

  /** Stops a component, such as apiserver or kubelet, until the answer is closed. */
  public Outage stop(String component) throws IOException, InterruptedException {
    run("stop-" + component);
    return () -> undo("start-" + component);
  }

  /** Pauses a component, which then answers nothing and refuses nothing, until it is closed. */
  public Outage pause(String component) throws IOException, InterruptedException {
    run("pause-" + component);
    return () -> undo("resume-" + component);
  }

  /** Restarts the container runtime, which from now on cuts sessions that are idle for so long. */
  void restartContainerd(String idleLimit) throws IOException, InterruptedException {
    run("stop-containerd");
    run(Map.of("LOCALPORT_CLUSTER_STREAM_IDLE", idleLimit), "start-containerd");
  }

  /** Starts a proxy in front of the API server, on a free port. */
  public FaultProxy proxy() throws IOException, InterruptedException {
    return FaultProxy.start(this, freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
