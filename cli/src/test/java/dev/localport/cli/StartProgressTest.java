package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code start} prints of fifteen services, of which three cannot come up. */
class StartProgressTest {
  private static final String SUMMARY =
      "12 up, 3 not ready: payments, reports, mail. LocalPort keeps trying."
          + "      localport explain payments\n";

  @TempDir private Path root;

  private static List<ServiceStatus> up() {
    List<ServiceStatus> services = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      services.add(
          ServiceStatusBuilder.builder(Samples.postgres())
              .name(String.format(Locale.ROOT, "db-%02d", i))
              .context("dev")
              .connectedSince(Samples.NOW.plusMillis(300))
              .build());
    }
    return services;
  }

  private static ServiceStatus down(String name, String reason, FailureKind kind, String why) {
    return ServiceStatusBuilder.builder(Samples.web())
        .name(name)
        .reason(reason)
        .context("dev")
        .lastError(new Failure(kind, why))
        .build();
  }

  private static List<ServiceStatus> down() {
    return List.of(
        down("payments", "no_ready_pod", FailureKind.NO_READY_POD, "there are none"),
        down("reports", "target_missing", FailureKind.TARGET_MISSING, "no service/reports"),
        down("mail", "port_taken", FailureKind.PORT_TAKEN, "127.0.0.1:8080 is taken"));
  }

  private static List<ServiceStatus> all() {
    return Stream.concat(up().stream(), down().stream()).toList();
  }

  private static void report(RpcConnection to, List<ServiceStatus> services) {
    services.forEach(service ->
        to.notify(Methods.PROGRESS, JsonObject.builder().put("service", service.toJson()).build()));
  }

  private static void begin(RpcConnection to) {
    List<String> names = all().stream().map(ServiceStatus::name).toList();
    to.notify(
        Methods.PROGRESS, JsonObject.builder().put("names", names).put("service", null).build());
  }

  private static JsonObject answer() {
    return Samples.reply(all().toArray(ServiceStatus[]::new)).toJson();
  }

  @Test
  void eachServiceHasALineAsSoonAsItIsKnownAndTheyAreCountedAtTheEnd() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (_, from) -> {
            begin(from);
            report(from, up());
            Await.until("the line of db-12", terminal::stdout, text -> text.contains("db-12"));
            report(from, down().subList(0, 1));
            Await.until("that of payments", terminal::stderr, text -> text.contains("payments"));
            return answer();
          });

      Terminal.Result result = terminal.run("start", "--all");

      assertThat(result.stdout().lines())
          .hasSize(12)
          .startsWith(
              "✓ db-01     127.0.0.1:5432   dev  orders/sts/postgres:5432 (postgres-0, 0.3 s)");
      assertThat(result.stderr())
          .isEqualTo(
              """
              ✗ payments  127.0.0.1:8080   dev  there are none
              ✗ reports   127.0.0.1:8080   dev  no service/reports
              ✗ mail      127.0.0.1:8080   dev  127.0.0.1:8080 is taken
              """
                  + SUMMARY);
      assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
    }
  }

  @Test
  void aServiceThatIsLostAfterItsLineHasAnotherOne() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      ServiceStatus lost = down("db-01", "forbidden", FailureKind.FORBIDDEN, "no right to it");
      daemon.does(
          Methods.START,
          (_, from) -> {
            report(from, up().subList(0, 1));
            Await.until("its line", terminal::stdout, text -> text.contains("✓ db-01"));
            return Samples.reply(lost).toJson();
          });

      Terminal.Result result = terminal.run("start", "db-01");

      assertThat(result.stderr())
          .contains("✗ db-01  127.0.0.1:8080   dev  no right to it\n")
          .endsWith("LocalPort keeps trying.      localport explain db-01\n");
    }
  }

  @Test
  void onATerminalALineCountsThemAndIsErased() throws Exception {
    Terminal terminal = new Terminal(root).typing("");
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (_, from) -> {
            begin(from);
            report(from, up());
            Await.until(
                "the line that counts",
                terminal::stderr,
                text -> text.contains("\r\u001b[Kstarting 15 services: 12 up, 3 to go ("));
            return answer();
          });

      Terminal.Result result = terminal.run("start", "--all");

      String shown = result.stderr().substring(result.stderr().lastIndexOf("\u001b[K") + 3);
      assertThat(shown).startsWith("✗ payments").endsWith(SUMMARY);
    }
  }

  @Test
  void nothingIsDrawnForAPipeOrQuietly() throws Exception {
    Terminal pipe = new Terminal(root);
    Terminal person = new Terminal(root).typing("");
    try (FakeDaemon daemon = new FakeDaemon(pipe.state())) {
      daemon.does(
          Methods.START,
          (_, from) -> {
            begin(from);
            report(from, up());
            return answer();
          });

      assertThat(pipe.run("start", "--all").stderr()).doesNotContain("\u001b", "\r");
      assertThat(person.run("start", "--all", "-q").stderr())
          .doesNotContain("\u001b", "\r", "12 up");
      assertThat(JsonObject.parse(person.run("start", "--all", "-o", "json").stdout()))
          .isEqualTo(answer());
      assertThat(person.stderr()).doesNotContain("\u001b", "\r");
    }
  }

  @Test
  void aLazyServiceIsReadyAndSaysWhenItConnects() throws Exception {
    Terminal terminal = new Terminal(root);
    ServiceStatus lazy =
        ServiceStatusBuilder.builder(Samples.postgres())
            .name("admin-ui")
            .state("idle")
            .pods(List.of())
            .connectedSince(null)
            .build();
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.START, Samples.reply(lazy).toJson());

      assertThat(terminal.run("start", "admin-ui"))
          .isEqualTo(
              new Terminal.Result(
                  0,
                  "○ admin-ui  127.0.0.1:5432   dev-cluster  orders/sts/postgres:5432"
                      + " (lazy: connects on first use)\n",
                  ""));
    }
  }
}
