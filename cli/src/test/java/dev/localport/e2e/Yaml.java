package dev.localport.e2e;

/** Small configuration files. */
final class Yaml {
  private Yaml() {}

  /** Returns a file with one service of {@code lp-demo} at free local ports. */
  static String service(String name, String... remotePorts) {
    StringBuilder ports = new StringBuilder();
    for (String port : remotePorts) {
      ports.append("      - {local: auto, remote: %s}\n".formatted(port));
    }
    return """
    version: "1.0"
    services:
      - name: %s
        connection: {resource_name: %s, namespace: lp-demo}
        ports:
    """
            .formatted(name, name)
        + ports;
  }

  /** Returns a file with one Service of the simulated cluster at a free local port. */
  static String demo(String name) {
    return """
    version: "1.0"
    services:
      - name: %s
        connection: {resource_name: %s, namespace: demo}
        local_port: auto
        remote_port: http
    """
        .formatted(name, name);
  }
}
