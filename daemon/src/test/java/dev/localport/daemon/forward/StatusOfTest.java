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
import org.junit.jupiter.api.Test;

class StatusOfTest {
  private static ServiceConfig config(String keys) {
    String text =
        "services:\n- {name: web, connection: {resource_name: web}, ports: ['8080:80']"
            + keys
            + "}\n";
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
}
