package dev.localport.bench;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hundred services over ten contexts of one server. */
final class Hundred {
  private static final int CONTEXTS = 10;
  private static final int SERVICES = 10;

  private Hundred() {}

  /** Starts a daemon with all of them and waits until they are connected. */
  static Localport start(Setting setting, Build build, Path kubeconfig)
      throws IOException, InterruptedException {
    Path tenfold = setting.folder().resolve("kubeconfig");
    Files.copy(kubeconfig, tenfold);
    JsonObject current = JsonObject.parse(view(tenfold)).objects("contexts").getFirst();
    for (int context = 0; context < CONTEXTS; context++) {
      kubectl(
          tenfold,
          "set-context",
          "bench-" + context,
          "--cluster=" + current.object("context").text("cluster"),
          "--user=" + current.object("context").text("user"));
    }
    return Localport.start(setting, build, tenfold, services(), "bench-0-0");
  }

  private static String view(Path kubeconfig) throws IOException, InterruptedException {
    return kubectl(kubeconfig, "view", "--minify", "--output=json");
  }

  private static String kubectl(Path kubeconfig, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + kubeconfig));
    command.add("config");
    command.addAll(List.of(arguments));
    return Commands.output(command);
  }

  private static String services() {
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nservices:\n");
    for (int context = 0; context < CONTEXTS; context++) {
      for (int service = 0; service < SERVICES; service++) {
        yaml.append(
            """
              - name: bench-%1$d-%2$d
                local_port: auto
                remote_port: %3$d
                connection: {resource_name: %4$s, namespace: %5$s, context: bench-%1$d}
            """
                .formatted(
                    context, service, Target.WEB.port(), Target.WEB.service(), Target.NAMESPACE));
      }
    }
    return yaml.toString();
  }
}
