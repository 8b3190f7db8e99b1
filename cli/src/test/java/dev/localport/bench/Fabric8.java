package dev.localport.bench;

import dev.localport.e2e.RunningProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** The port forward of the fabric8 client, in a process of its own: {@code Fabric8Forward}. */
record Fabric8(RunningProgram running, int port) implements Forwarder {
  /** Starts it at a free port, with the daemon's class path and collector, and waits for it. */
  static Fabric8 start(Setting setting, Path kubeconfig, Target target)
      throws IOException, InterruptedException {
    Path module = setting.root().resolve("daemon/target");
    RunningProgram running =
        RunningProgram.start(
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                module.resolve("test-classes") + File.pathSeparator + module.resolve("app") + "/*",
                "dev.localport.daemon.kube.Fabric8Forward",
                kubeconfig.toString(),
                Target.NAMESPACE,
                target.service(),
                Integer.toString(target.containerPort())));
    return new Fabric8(running, Kubectl.awaitPort(running));
  }

  @Override
  public String program() {
    return Line.FABRIC8;
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
