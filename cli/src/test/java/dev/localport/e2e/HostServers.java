package dev.localport.e2e;

import dev.localport.e2e.traffic.EchoLines;
import dev.localport.e2e.traffic.Postgres;
import dev.localport.e2e.traffic.QuietLine;
import dev.localport.e2e.traffic.Redis;
import dev.localport.e2e.traffic.Traffic;
import dev.localport.e2e.traffic.WebSocketEcho;
import dev.localport.e2e.traffic.WebSocketLines;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Real servers on this machine's loopback, which a pod in the host's network leads to: PostgreSQL
 * and Redis where the machine has them, and a WebSocket echo. Beside them, the echo of {@code
 * lp-demo}.
 */
final class HostServers implements Closeable {
  private final Optional<Postgres> postgres;
  private final Optional<Redis> redis;
  private final WebSocketEcho webSockets;

  private HostServers(
      Optional<Postgres> postgres, Optional<Redis> redis, WebSocketEcho webSockets) {
    this.postgres = postgres;
    this.redis = redis;
    this.webSockets = webSockets;
  }

  /** Starts them, with their files below the folder, and makes the pod. */
  static HostServers start(Faults faults, Path folder) throws IOException, InterruptedException {
    makePod(faults);
    HostServers servers =
        new HostServers(
            Postgres.start(folder, Ports.quiet()),
            Redis.start(folder, Ports.quiet()),
            WebSocketEcho.start());
    if (servers.postgres.isEmpty()) {
      System.out.println("PostgreSQL is left out; apt-get install postgresql");
    }
    if (servers.redis.isEmpty()) {
      System.out.println("Redis is left out; apt-get install redis-server");
    }
    return servers;
  }

  /** Makes the pod in the host's network: {@code hostnet} of {@code lp-host}. */
  static void makePod(Faults faults) throws IOException, InterruptedException {
    faults.kubectl("apply", "-f", faults.extra("hostnet.yaml").toString());
    faults.kubectl(
        "-n", "lp-host", "wait", "--for=condition=Ready", "--timeout=60s", "pod/hostnet");
  }

  /** Returns a configuration with the services {@code echo} and {@code host}. */
  String config() {
    StringBuilder ports =
        new StringBuilder("{local: auto, remote: %d}".formatted(webSockets.port()));
    postgres.ifPresent(it -> ports.append(", {local: auto, remote: %d}".formatted(it.port())));
    redis.ifPresent(it -> ports.append(", {local: auto, remote: %d}".formatted(it.port())));
    return """
    %s\
      - name: host
        connection: {resource_type: pod, resource_name: hostnet, namespace: lp-host}
        ports: [%s]
    """
        .formatted(Yaml.service("echo", "7000"), ports);
  }

  /**
   * Opens connections of all kinds through a program that has the configuration.
   *
   * @param echo the local port of the echo
   * @param host the local ports of {@code host}, counted from 0
   * @param name of a table and a channel that are new
   */
  List<Traffic> open(int echo, IntUnaryOperator host, String name)
      throws IOException, InterruptedException {
    List<Traffic> open = new ArrayList<>();
    open.add(EchoLines.connect(echo));
    open.add(WebSocketLines.connect(host.applyAsInt(0)));
    open.add(QuietLine.connect(echo));
    int index = 1;
    if (postgres.isPresent()) {
      open.add(postgres.get().begin(host.applyAsInt(index++), name));
    }
    if (redis.isPresent()) {
      open.add(redis.get().subscribe(host.applyAsInt(index), name));
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    webSockets.close();
    redis.ifPresent(Redis::close);
    if (postgres.isPresent()) {
      postgres.get().close();
    }
  }
}
