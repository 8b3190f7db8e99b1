package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * A cable between two network namespaces: in one is the simulated cluster, in the other the program
 * that uses it. The machine's own interfaces stay as they are. Needs root, iproute2 and iptables.
 */
final class Cable implements Closeable {
  private static final String SERVER = "198.18.0.1"; // of a block for tests, RFC 2544
  private static final String DEVICE = "uplink";

  private final RunningProgram near;
  private final RunningProgram far;

  private Cable(RunningProgram near, RunningProgram far) {
    this.near = near;
    this.far = far;
  }

  /**
   * Lays the cable; the near end has no address yet. Where this user may not, the test is skipped
   * by name; with {@code LOCALPORT_E2E_REQUIRED=true} it fails.
   */
  static Cable lay() throws IOException, InterruptedException {
    for (String program : List.of("unshare", "nsenter")) {
      var _ = Programs.need(program, "util-linux");
    }
    var _ = Programs.need("ip", "iproute2");
    var _ = Programs.need("iptables", "iptables");
    Cable cable = new Cable(namespace(), namespace());
    try {
      cable.connect();
      return cable;
    } catch (IOException | InterruptedException | AssertionError e) {
      cable.close();
      throw e;
    }
  }

  private static RunningProgram namespace() throws IOException, InterruptedException {
    String script = "ip link set lo up && echo ready && exec sleep infinity";
    RunningProgram holder =
        RunningProgram.start(new ProcessBuilder("unshare", "--net", "sh", "-c", script));
    String line = holder.awaitLine("an end", it -> it.equals("ready") || it.contains("unshare"));
    if (line.equals("ready")) {
      return holder;
    }
    holder.close();
    if ("true".equals(System.getenv("LOCALPORT_E2E_REQUIRED"))) {
      throw new IllegalStateException(line + ", and LOCALPORT_E2E_REQUIRED is set");
    }
    throw new TestAbortedException(line);
  }

  private void connect() throws IOException, InterruptedException {
    String peer = Long.toString(far.pid());
    near("ip", "link", "add", DEVICE, "type", "veth", "peer", "name", DEVICE, "netns", peer);
    near("ip", "link", "set", DEVICE, "up");
    run(far, "ip", "link", "set", DEVICE, "up");
    run(far, "ip", "addr", "add", SERVER + "/24", "dev", DEVICE);
    // the cluster listens on its own 127.0.0.1 alone
    run(far, "sysctl", "-q", "-w", "net.ipv4.conf.all.route_localnet=1");
    run(
        far,
        "iptables",
        "-t",
        "nat",
        "-A",
        "PREROUTING",
        "-p",
        "tcp",
        "-d",
        SERVER,
        "-j",
        "DNAT",
        "--to-destination",
        "127.0.0.1");
  }

  /** Gives the near end another address, or its first one. */
  void address(String address) throws IOException, InterruptedException {
    near("ip", "addr", "add", address + "/24", "dev", DEVICE);
  }

  /** Takes an address from the near end: packets of connections that have it cannot leave. */
  void noAddress(String address) throws IOException, InterruptedException {
    near("ip", "addr", "del", address + "/24", "dev", DEVICE);
  }

  private void near(String... command) throws IOException, InterruptedException {
    run(near, command);
  }

  private static void run(RunningProgram namespace, String... command)
      throws IOException, InterruptedException {
    List<String> inside = inside(namespace);
    inside.addAll(List.of(command));
    try (RunningProgram running = RunningProgram.start(new ProcessBuilder(inside))) {
      Result result = running.awaitEnd();
      if (result.exit() != 0) {
        throw new AssertionError("%s: %s".formatted(inside, result));
      }
    }
  }

  private static List<String> inside(RunningProgram namespace) {
    return new ArrayList<>(
        List.of("nsenter", "--target", Long.toString(namespace.pid()), "--net", "--"));
  }

  /** Starts a simulated cluster at the far end. */
  SimulatedCluster cluster(Path temporary) throws IOException, InterruptedException {
    return SimulatedCluster.start(temporary, inside(far));
  }

  /** Returns a kubeconfig that leads over the cable. */
  Path kubeconfig(SimulatedCluster cluster, Path folder) throws IOException {
    String text = Files.readString(cluster.kubeconfig());
    return Files.writeString(
        folder.resolve("over-the-cable.yaml"),
        text.replace("https://127.0.0.1:", "https://" + SERVER + ":")
            .replaceAll("(?m)^( *)server: .*$", "$0\n$1tls-server-name: localhost"));
  }

  /** Runs a command of the program at the near end; a daemon that it starts stays there. */
  Result run(LocalportProgram localport, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = localport.builder(arguments);
    List<String> command = inside(near);
    command.addAll(builder.command());
    try (RunningProgram running = RunningProgram.start(builder.command(command))) {
      return running.awaitEnd();
    }
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }
}
