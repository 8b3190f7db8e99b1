package dev.localport.bench;

import dev.localport.e2e.RunningProgram;
import java.io.IOException;
import java.nio.file.Path;

/** {@code kubectl port-forward} of the machine's kubectl. */
record Kubectl(RunningProgram running, int port) implements Forwarder {
  /** Starts it at a free port and waits until it listens. */
  static Kubectl start(Path kubeconfig, Target target) throws IOException, InterruptedException {
    RunningProgram running =
        RunningProgram.start(
            new ProcessBuilder(
                "kubectl",
                "--kubeconfig=" + kubeconfig,
                "--namespace=" + Target.NAMESPACE,
                "port-forward",
                "service/" + target.service(),
                ":" + target.port()));
    return new Kubectl(running, Kubectl.awaitPort(running));
  }

  /** Waits for the line that names the port; fabric8's program prints it as well. */
  static int awaitPort(RunningProgram running) throws InterruptedException {
    String line = running.awaitLine("Forwarding from 127.0.0.1:");
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
