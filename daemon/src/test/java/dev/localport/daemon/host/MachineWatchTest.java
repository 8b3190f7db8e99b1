package dev.localport.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.time.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineWatchTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimers timers = new ManualTimers();
  private final List<String> told = new ArrayList<>();
  private long nanos;
  private Set<String> addresses = Set.of("10.0.0.7");
  private Map<String, String> routes = Map.of("api.one", "10.0.0.7");
  private final MachineWatch watch =
      new MachineWatch(
          timers,
          () -> nanos,
          () -> routes,
          () -> addresses,
          Runnable::run,
          new MachineWatch.Listener() {
            @Override
            public void onChange(String what) {
              told.add(what);
            }

            @Override
            public void onAddresses() {
              told.add("other addresses");
            }
          });

  private void live(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos += SECOND.toNanos();
      timers.advance(SECOND);
    }
  }

  @Test
  void aMachineThatRunsIsNoNews() {
    live(3600);

    assertThat(told).isEmpty();
  }

  @Test
  void sleepIsSeenByTheWallClockAlone() {
    live(10);
    timers.jump(Duration.ofMinutes(10));
    live(1);

    assertThat(told).containsExactly("the machine woke");
  }

  @Test
  void aProcessThatWasStoppedIsSeenByTheMonotonicClockAlone() {
    live(10);
    nanos += Duration.ofMinutes(10).toNanos();
    live(1);

    assertThat(told).containsExactly("the machine woke");
  }

  @Test
  void aTickThatIsALittleLateIsNoWake() {
    live(10);
    timers.jump(Duration.ofMillis(4900));
    live(10);

    assertThat(told).isEmpty();
  }

  @Test
  void aStepBackOfTheWallClockIsNoWake() {
    live(10);
    timers.jump(Duration.ofHours(-1));
    live(3700);

    assertThat(told).isEmpty();
  }

  @Test
  void anotherWayToAnApiServerIsANetworkChangeToldOnce() {
    live(10);
    routes = Map.of("api.one", "172.16.0.9");
    live(10);
    routes = Map.of("api.one", "none");
    live(3);

    assertThat(told).containsExactly("the network changed", "the network changed");
  }

  @Test
  void aServerThatIsNewOrGoneOrNotResolvedNowIsNoChange() {
    live(10);
    routes = Map.of("api.one", "10.0.0.7", "api.two", "10.0.0.8");
    live(10);
    routes = Map.of("api.two", "10.0.0.8");
    live(10);
    routes = Map.of("api.one", "10.0.0.7");
    live(10);

    assertThat(told).isEmpty();
  }

  @Test
  void aRouteThatChangedDuringSleepIsPartOfTheWake() {
    live(10);
    routes = Map.of("api.one", "172.16.0.9");
    timers.jump(Duration.ofMinutes(10));
    live(10);

    assertThat(told).containsExactly("the machine woke");
  }

  @Test
  void theBridgeOfAContainerNetworkIsNoNetworkChange() {
    live(10);
    addresses = Set.of("10.0.0.7", "172.17.0.1");
    live(10);
    addresses = Set.of("10.0.0.7");
    live(10);

    assertThat(told).containsExactly("other addresses", "other addresses");
  }

  @Test
  void aRouteIsTheLocalAddressThatLeadsToAHost() {
    assertThat(Routes.to(Set.of("127.0.0.1"))).containsExactly(Map.entry("127.0.0.1", "127.0.0.1"));
    assertThat(Routes.to(Set.of("no-such-host.invalid"))).isEmpty();
    assertThat(Routes.to(Set.of())).isEmpty();
  }

  @Test
  void nothingRunsAfterItsEnd() {
    watch.close();
    timers.jump(Duration.ofMinutes(10));
    live(10);

    assertThat(told).isEmpty();
    assertThat(timers.waiting()).isZero();
  }
}
