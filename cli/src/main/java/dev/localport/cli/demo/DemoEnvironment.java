package dev.localport.cli.demo;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.paths.Places;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The user's surroundings with the demo's folder in place of all that is the user's own. */
final class DemoEnvironment {
  private static final Set<String> LEFT_OUT =
      Set.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "LOCALPORT_CONFIG"); // all is on 127.0.0.1

  private DemoEnvironment() {}

  static CliEnvironment of(CliEnvironment user, Path folder) {
    Map<String, String> environment = new HashMap<>(user.environment());
    environment.keySet().removeIf(name -> LEFT_OUT.contains(name.toUpperCase(Locale.ROOT)));
    environment.put("LOCALPORT_HOME", folder.toString());
    environment.put("KUBECONFIG", folder.resolve("cluster/kubeconfig").toString());
    return new CliEnvironment(
        environment,
        user.home(),
        folder,
        new Places(environment, user.home(), folder.resolveSibling(""), "demo"),
        user.clock(),
        user.programs(),
        user.system());
  }
}
