package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.forward.local.PortBinding;
import dev.localport.daemon.forward.local.Traffic;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.upstream.UpstreamView;
import dev.localport.daemon.health.HealthView;
import dev.localport.daemon.recovery.AttemptCount;
import dev.localport.daemon.tunnel.HeartbeatStats;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusOfTest {
  private static ServiceConfig config(String keys) {
    String text =
        "services:\n- {name: web, connection: {resource_name: web}, ports: ['8080:80']"
            + keys
            + "}\n";
    return read(text);
  }

  private static ServiceConfig read(String text) {
    return switch (ConfigReader.read("f", text, true)) {
      case ConfigResult.Loaded(var file) -> file.services().getFirst();
      case ConfigResult.Refused(var problems) -> throw new AssertionError(problems);
    };
  }

  private static ServiceStatus connected(ServiceConfig config, Instant since, String address) {
    InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral(address), 8080);
    return StatusOf.forward(
        config,
        new Connected(since, AttemptCount.NONE),
        null,
        new UpstreamView("dev", "shop", List.of(), List.of(), HeartbeatStats.NONE, null, 0, false),
        new LocalSide.View(List.of(new PortBinding(null, "80", List.of(local))), new Traffic()),
        HealthView.DISABLED,
        Duration.ofMinutes(2),
        null,
        since);
  }

  @Test
  void theUptimeDoesNotFollowTheWallClock() {
    Instant clockWasSetBack = Instant.now().plusSeconds(86_400);

    ServiceStatus web = connected(config(""), clockWasSetBack, "127.0.0.1");

    assertThat(web.uptimeSeconds()).isEqualTo(120);
    assertThat(web.connectedSince()).isEqualTo(clockWasSetBack);
  }

  @Test
  void theBindAddressIsShownAsItWasWritten() {
    for (String written : List.of("0.0.0.0", "::", "127.0.0.1")) {
      ServiceConfig config = config(", bind_address: '" + written + "', expose: true");

      ServiceStatus web = connected(config, Instant.EPOCH, written);

      assertThat(web.ports().getFirst().local())
          .extracting(Object::toString)
          .containsExactly(written.equals("::") ? "[::]:8080" : written + ":8080");
    }
  }

  @Test
  void theFirstPortIsThereFlatWithAUrlThatAClientCanUse() {
    assertThat(connected(config(""), Instant.EPOCH, "127.0.0.1"))
        .returns(8080, ServiceStatus::localPort)
        .returns("tcp://127.0.0.1:8080", ServiceStatus::url);
    for (String all : List.of("0.0.0.0", "::")) {
      ServiceConfig config = config(", bind_address: '" + all + "', expose: true");

      assertThat(connected(config, Instant.EPOCH, all).url())
          .isEqualTo(all.equals("::") ? "tcp://[::1]:8080" : "tcp://127.0.0.1:8080");
    }
  }

  @Test
  void aHealthCheckOfTheFirstPortTellsTheSchemeOfTheUrl() {
    Map<String, String> schemes =
        Map.of(
            "{type: http, config: {url: /healthz}}", "http",
            "{type: https, config: {url: /healthz}}", "https",
            "{type: http, config: {url: 'http://localhost:8080/'}}", "http",
            "{type: http, config: {url: 'http://localhost:9/'}}", "tcp",
            "{type: http, config: {url: 'http://example.com:8080/'}}", "tcp",
            "{type: tcp}", "tcp");
    schemes.forEach((check, scheme) ->
        assertThat(connected(config(", health_check: " + check), Instant.EPOCH, "127.0.0.1").url())
            .as(check)
            .isEqualTo(scheme + "://127.0.0.1:8080"));
  }

  @Test
  void aServiceThatDoesNotListenHasNoUrlAndThePortOfItsFile() {
    assertThat(StatusOf.stopped(config(""), null))
        .returns(8080, ServiceStatus::localPort)
        .returns(null, ServiceStatus::url)
        .returns(false, ServiceStatus::isHealthy);
    ServiceConfig auto =
        read("services: [{name: web, connection: {resource_name: web}, ports: ['auto:80']}]");

    assertThat(StatusOf.stopped(auto, null).localPort()).isNull();
  }

  @Test
  void productionAndDescriptionAreThoseOfTheFile() {
    ServiceConfig config = config(", confirm: true, description: the shop");

    assertThat(StatusOf.stopped(config, null))
        .returns(true, ServiceStatus::production)
        .returns("the shop", ServiceStatus::description);
  }
}
