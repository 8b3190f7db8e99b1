package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.StatusOf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who hears what, and what ends with whom. */
class OwnersTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Owners owners = new Owners();
  private final List<String> told = new ArrayList<>();
  private final Owner one = new Named("");
  private final Owner two = new Named("another's: ");

  private final class Named implements Owner {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void onChange(StatusChange change) {
      told.add(name + change.current() + " " + change.reason());
    }

    @Override
    public void onTrouble(ServiceTrouble trouble) {
      told.add(name + trouble.trouble());
    }
  }

  /** Returns the service web as one that is stopped. */
  private static List<ServiceStatus> stopped() {
    String file = "services: [{name: web, connection: {resource_name: web}, ports: ['80']}]";
    ConfigResult result =
        ConfigReader.read("localport.yaml", file.getBytes(StandardCharsets.UTF_8), false, Map.of());
    return switch (result) {
      case ConfigResult.Loaded(var config) -> {
        ServiceConfig web = config.services().getFirst();
        yield List.of(StatusOf.stopped(web, null));
      }
      case ConfigResult.Refused(var problems) -> throw new AssertionError(problems);
    };
  }

  private void tell(String service, String current, @Nullable String reason) {
    owners.tell(new StatusChange(service, null, "before", current, reason, null, null, NOW));
  }

  @Test
  void aChangeThatAnOwnerKnowsAlreadyIsNotToldAgain() {
    owners.hold("web", one, true);
    owners.hear(one, stopped());

    tell("web", "stopped", null);
    tell("other", "connecting", null);
    assertThat(told).isEmpty();

    tell("web", "connecting", null);
    tell("web", "connecting", null);
    assertThat(told).containsExactly("connecting null");
  }

  @Test
  void troubleIsReportedToThoseWhoHearOfTheService() {
    owners.hold("web", one, true);
    owners.hear(one, stopped());
    owners.hold("other", two, true);

    owners.tell(new ServiceTrouble("web", null, ServiceTrouble.REFUSED, "nothing", 1, NOW));
    owners.tell(new ServiceTrouble("other", null, ServiceTrouble.REFUSED, "nothing", 1, NOW));

    assertThat(told).containsExactly("refused");
  }

  @Test
  void anotherReasonIsNewsInTheSameState() {
    owners.hold("web", one, true);
    owners.hear(one, stopped());

    tell("web", "suspended", "no_ready_pod");
    tell("web", "suspended", "forbidden");

    assertThat(told).containsExactly("suspended no_ready_pod", "suspended forbidden");
  }

  @Test
  void onlyWhatNobodyElseHoldsEndsWithItsOwner() {
    owners.hold("shared", one, true);
    owners.hold("shared", two, false);
    owners.hold("other", two, true);

    assertThat(owners.letGo(one)).isEmpty();
    assertThat(owners.unbound(List.of("shared", "other", "free"))).containsExactly("free");
    assertThat(owners.letGo(two)).containsExactlyInAnyOrder("shared", "other");
    assertThat(owners.unbound(List.of("shared", "other"))).containsExactly("shared", "other");
  }
}
