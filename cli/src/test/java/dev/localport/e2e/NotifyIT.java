package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the user's are notified of what happens: a line of a file each. */
@Tag("ci")
@BesideOthers
class NotifyIT {
  private static final int SERVICES = 30;

  /** Longer than what belongs to a notification can come behind it. */
  private static final Duration SETTLED = Duration.ofSeconds(20);

  private static final String ALL =
      "[failed, recovered, cluster_offline, cluster_back, unhealthy, flapping]";

  @TempDir Path temporary;

  /** Returns a hook that appends what it reads to a file. */
  private String notify(String on) throws IOException {
    Path hook = temporary.resolve("hook.sh");
    Files.writeString(hook, "#!/bin/sh\ncat >>\"" + told() + "\"\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    return "notify:\n  - on: %s\n    command: [%s, secret]\n".formatted(on, hook);
  }

  private Path told() {
    return temporary.resolve("told");
  }

  private List<JsonObject> notifications() throws IOException {
    return Files.exists(told())
        ? Files.readAllLines(told()).stream().map(JsonObject::parse).toList()
        : List.of();
  }

  private void awaitNotifications(int number) {
    Await.until(number + " notifications", this::notifications, list -> list.size() >= number);
  }

  private static String services(int number) {
    StringBuilder services = new StringBuilder("services:\n");
    for (int i = 0; i < number; i++) {
      services.append(
          "  - {name: web-%d, local_port: auto, remote_port: 80, connection: {resource_name: web, namespace: demo}}\n"
              .formatted(i));
    }
    return services.toString();
  }

  @Test
  void aLostClusterWithThirtyServicesIsOneNotificationForItsBeginningAndOneForItsEnd()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      Path file = localport.config("version: \"1.0\"\n" + services(SERVICES) + notify(ALL));
      assertThat(localport.run("-c", file.toString(), "start", "--timeout", "60").exit()).isZero();

      cluster.control("away");
      awaitNotifications(1);
      Await.pass(Duration.ofSeconds(15)); // what is over sooner is no recovery
      cluster.control("back");
      awaitNotifications(2);
      Await.pass(SETTLED);

      List<JsonObject> told = notifications();
      told.forEach(each -> System.out.println(each.text("message")));
      assertThat(told).hasSize(2);
      assertThat(told.getFirst().text("event")).isEqualTo("cluster_offline");
      assertThat(told.getFirst().text("message"))
          .startsWith("cluster demo is offline: 30 services are waiting");
      assertThat(told.getLast().text("event")).isEqualTo("cluster_back");
      assertThat(told.getLast().text("message"))
          .isEqualTo("cluster demo is back: 30 services are connected again");
      assertThat(told.getLast().texts("services")).hasSize(SERVICES);
    }
  }

  @Test
  void aPodThatGoesAwayAgainAndAgainFlaps() throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      Path file =
          localport.config(
              """
              version: "1.0"
              services:
                - name: db
                  local_port: auto
                  remote_port: 5432
                  connection: {resource_type: pod, resource_name: db-0, namespace: demo}
                  reconnect: {initial_delay: 100ms, max_delay: 200ms, max_attempts: 0}
                  breaker: {failures: 0}
              """
                  + notify("[flapping]"));
      assertThat(localport.run("-c", file.toString(), "start").exit()).isZero();

      for (int i = 0; i < 6; i++) {
        int before = reconnects(localport);
        cluster.control("delete-pod?namespace=demo&name=db-0");
        Await.until("reconnect", () -> reconnects(localport), now -> now > before);
      }

      awaitNotifications(1);
      assertThat(notifications())
          .singleElement()
          .satisfies(
              one -> assertThat(one.text("event")).isEqualTo("flapping"),
              one ->
                  assertThat(one.text("message"))
                      .isEqualTo("db keeps reconnecting: more than 5 times in 10 minutes"));
    }
  }

  private static int reconnects(LocalportProgram localport)
      throws IOException, InterruptedException {
    JsonObject service = localport.json("status", "-o", "json").objects("services").getFirst();
    return service.text("state").equals("connected") ? (int) service.number("reconnects") : -1;
  }

  @Test
  void aHookOfAFileThatIsNotTrustedIsRefusedByNameUntilItIs()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config("version: \"1.0\"\n" + services(1) + notify("[connected]"));

      Result refused = localport.run("start");
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.stderr())
          .contains(
              "localport.yaml:6:14: notify[0].command: runs a command, and this file is not"
                  + " trusted")
          .doesNotContain("secret");

      assertThat(localport.run("config", "trust", "localport.yaml").exit()).isZero();
      assertThat(localport.run("start").exit()).isZero();
      awaitNotifications(1);
      assertThat(notifications().getFirst().text("message")).isEqualTo("web-0 is connected");
    }
  }

  @Test
  void aHookThatFailsIsAnEventWithoutItsArguments() throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      Path file =
          localport.config(
              "version: \"1.0\"\n"
                  + services(1)
                  + "notify: [{on: [connected, error], command: [sh, -c, 'exit 7', secret]}]\n");
      assertThat(localport.run("-c", file.toString(), "start").exit()).isZero();

      String log =
          Await.until(
              "failed notification in the log",
              () -> Files.readString(localport.home().resolve("logs/daemon.log")),
              text -> text.contains("notification failed"));

      assertThat(log)
          .contains("why=\"ended with exit code 7\"")
          .doesNotContain("secret")
          .containsOnlyOnce("notification failed");
    }
  }
}
