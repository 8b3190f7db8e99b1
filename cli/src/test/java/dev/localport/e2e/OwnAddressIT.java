package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.localport.e2e.traffic.Postgres;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two databases that both keep their usual port, each at an address of its own. */
@Tag("ci")
@OnRealCluster
class OwnAddressIT {
  @TempDir private Path temporary;

  @Test
  @NeedsFaults
  void twoDatabasesAnswerOnTheSamePort(TestCluster cluster)
      throws IOException, InterruptedException {
    HostServers.makePod(cluster.faults());
    Optional<Postgres> first = Postgres.start(temporary, Ports.quiet());
    assumeTrue(first.isPresent(), "no PostgreSQL");
    try (Postgres orders = first.orElseThrow();
        Postgres users = Postgres.start(temporary, Ports.quiet()).orElseThrow();
        LocalportProgram localport =
            new LocalportProgram(
                Files.createDirectory(temporary.resolve("lp")), cluster.kubeconfig())) {
      localport.config(config(orders.port(), users.port()));

      Result start = localport.run("start", "--timeout", "55");

      assertThat(start.exit()).as(start.toString()).isZero();
      JsonObject variables = localport.json("env", "-o", "json").object("variables");
      String ordersHost = variables.text("LOCALPORT_ORDERS_DB_HOST");
      String usersHost = variables.text("LOCALPORT_USERS_DB_HOST");
      assertThat(ordersHost).startsWith("127.").isNotEqualTo("127.0.0.1").isNotEqualTo(usersHost);
      assertThat(Postgres.portBehind(ordersHost)).isEqualTo(Integer.toString(orders.port()));
      assertThat(Postgres.portBehind(usersHost)).isEqualTo(Integer.toString(users.port()));
      assertThat(localport.run("status").stdout())
          .contains(ordersHost + ":5432", usersHost + ":5432");
    }
  }

  private static String config(int orders, int users) {
    return """
    version: "1.0"
    services:
      - name: orders-db
        connection: {resource_type: pod, resource_name: hostnet, namespace: lp-host}
        ports: ["5432:%d"]
        bind_address: auto
      - name: users-db
        connection: {resource_type: pod, resource_name: hostnet, namespace: lp-host}
        ports: ["5432:%d"]
        bind_address: auto
    """
        .formatted(orders, users);
  }
}
