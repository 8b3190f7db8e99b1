package dev.localport.bench;

import dev.localport.e2e.RunningProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** {@code kubectl port-forward} of the machine's kubectl. */
record Kubectl(RunningProgram running, int port) implements Forwarder {
  private static final String FROM = "Forwarding from 127.0.0.1:";

  /** Starts it at a free port, and at one more for each further port of the service. */
  static Kubectl start(Path kubeconfig, Target target, int... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "kubectl",
                "--kubeconfig=" + kubeconfig,
                "--namespace=" + Target.NAMESPACE,
                "port-forward",
                "service/" + target.service(),
                ":" + target.port()));
    command.addAll(IntStream.of(more).mapToObj(port -> ":" + port).toList());
    RunningProgram running = RunningProgram.start(new ProcessBuilder(command));
    return new Kubectl(running, awaitPort(running));
  }

  /** Waits for the line that names the first port; fabric8's program prints it as well. */
  static int awaitPort(RunningProgram running) throws InterruptedException {
    return local(running.awaitLine(FROM));
  }

  /** Waits for the line that names a port of the pod, and returns the local one. */
  int portOf(int remote) throws InterruptedException {
    return local(
        running.awaitLine(
            "port of " + remote, line -> line.startsWith(FROM) && line.endsWith("-> " + remote)));
  }

  private static int local(String line) {
    return Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
  }

  @Override
  public String program() {
    return Line.KUBECTL;
  }

  @Override
  public long pid() {
    return running.pid();
  }

  @Override
  public void close() {
    running.close();
  }
}
