package dev.localport.bench;

import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.Ports;
import dev.localport.e2e.Result;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The packaged program with a daemon and a home of its own. */
record Localport(String program, LocalportProgram command, int port, long pid)
    implements Forwarder {
  /** Starts a daemon with one service. */
  static Localport start(Setting setting, Path kubeconfig, Target target)
      throws IOException, InterruptedException {
    return start(setting, kubeconfig, services(target), target.service());
  }

  /** Starts a daemon with the services of a file; the port is that of the service named. */
  static Localport start(Setting setting, Path kubeconfig, String yaml, String service)
      throws IOException, InterruptedException {
    return start(setting, setting.now(), kubeconfig, yaml, service);
  }

  /** As the other one, with one of the builds. */
  static Localport start(Setting setting, Build build, Path kubeconfig, String yaml, String service)
      throws IOException, InterruptedException {
    LocalportProgram command = new LocalportProgram(build.project(), setting.folder(), kubeconfig);
    try {
      command.config(yaml);
      Result start = command.run("start", "--timeout", "55");
      if (start.exit() != 0) {
        throw new IOException("localport start: " + start);
      }
      return new Localport(
          build.program(),
          command,
          Ports.of(command, service),
          command.findDaemon().orElseThrow().pid());
    } catch (IOException | InterruptedException e) {
      command.close();
      throw e;
    }
  }

  /** Returns a file with a service for one target. */
  static String services(Target target) {
    return services(List.of(target));
  }

  /** Returns a file with a service for each target, under the target's name. */
  static String services(List<Target> targets) {
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nservices:\n");
    for (Target target : targets) {
      yaml.append(
          "  - {name: %s, local_port: auto, remote_port: %d, "
              .formatted(target.service(), target.port()));
      yaml.append(
          "connection: {resource_name: %s, namespace: %s}}\n"
              .formatted(target.service(), Target.NAMESPACE));
    }
    return yaml.toString();
  }

  /** Returns the services as {@code status -o json} shows them. */
  List<JsonObject> status() throws IOException, InterruptedException {
    return command.json("status", "-o", "json").objects("services");
  }

  /** Tells whether all services are connected. */
  boolean isConnected() throws IOException, InterruptedException {
    return status().stream().allMatch(service -> service.text("state").equals("connected"));
  }

  @Override
  public void close() throws IOException {
    command.close();
  }
}
