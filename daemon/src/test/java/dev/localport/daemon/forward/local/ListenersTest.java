package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.config.PortMapping;
import dev.localport.daemon.forward.local.Listeners.PortTakenException;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final Transport TRANSPORT = Transport.open(1);
  private static final String V4 = "127.0.0.1";
  private static final String V6 = "::1";

  private final List<Integer> accepted = new CopyOnWriteArrayList<>();
  private final Listeners listeners =
      new Listeners(TRANSPORT, TRANSPORT.next(), null, (_, index) -> accepted.add(index));

  @AfterEach
  void closePorts() throws InterruptedException {
    listeners.close();
  }

  @AfterAll
  static void close() throws InterruptedException {
    TRANSPORT.close(Duration.ofSeconds(5));
  }

  private static PortMapping port(int local) {
    return new PortMapping("web", local, "http");
  }

  private static ServerSocket listen(String address, int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(false);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    return socket;
  }

  private static boolean isFree(String address, int port) throws IOException {
    try (ServerSocket socket = listen(address, port)) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }

  private static boolean isIpv6There() throws IOException {
    return isFree(V6, 0);
  }

  @Test
  void anyFreePortIsTheSameNumberOnBothAddresses() throws IOException, InterruptedException {
    List<PortBinding> bound = listeners.bind(List.of(port(0), port(0)), List.of(0, 0));

    assertThat(bound).hasSize(2);
    assertThat(listeners.areOpen()).isTrue();
    for (PortBinding binding : bound) {
      assertThat(binding.name()).isEqualTo("web");
      assertThat(binding.remote()).isEqualTo("http");
      assertThat(binding.local()).hasSize(isIpv6There() ? 2 : 1);
      assertThat(binding.local().stream().map(InetSocketAddress::getPort).distinct()).hasSize(1);
    }
    assertThat(bound.getFirst().local()).isNotEqualTo(bound.getLast().local());
  }

  @Test
  void anAddressThatTheUserNamedIsTheOnlyOne() throws IOException, InterruptedException {
    Listeners everywhere =
        new Listeners(TRANSPORT, TRANSPORT.next(), "0.0.0.0", (_, index) -> accepted.add(index));
    try {
      List<InetSocketAddress> local =
          everywhere.bind(List.of(port(0)), List.of(0)).getFirst().local();

      assertThat(local)
          .singleElement()
          .satisfies(address -> {
            assertThat(address.getAddress()).isEqualTo(InetAddress.ofLiteral("0.0.0.0"));
            assertThat(isFree("127.0.0.1", address.getPort())).isFalse();
            assertThat(isFree("::1", address.getPort()) || !isIpv6There())
                .as("0.0.0.0 is IPv4 alone")
                .isTrue();
          });
    } finally {
      everywhere.close();
    }
  }

  @Test
  void twoColonsAreIpv6AndIpv4() throws IOException, InterruptedException {
    if (!isIpv6There()) {
      return; // then there is no such address
    }
    Listeners everywhere =
        new Listeners(TRANSPORT, TRANSPORT.next(), "::", (_, index) -> accepted.add(index));
    try {
      int port =
          everywhere.bind(List.of(port(0)), List.of(0)).getFirst().local().getFirst().getPort();
      try (LocalClient one = new LocalClient(V4, port);
          LocalClient two = new LocalClient(V6, port)) {
        assertThat(one.socket.isConnected() && two.socket.isConnected()).isTrue();
        Await.until("both are accepted", () -> accepted.size() == 2);
      }
    } finally {
      everywhere.close();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    Listeners elsewhere =
        new Listeners(TRANSPORT, TRANSPORT.next(), "192.0.2.1", (_, index) -> accepted.add(index));

    assertThatThrownBy(() -> elsewhere.bind(List.of(port(0)), List.of(0)))
        .isInstanceOf(Listeners.PortTakenException.class)
        .hasMessageContaining("assign requested address");
  }

  @Test
  void anyPortHasItsNumberAgainWhereThatIsFree() throws IOException, InterruptedException {
    try (ServerSocket taken = listen(V4, 0)) {
      int one = ForwardsFixture.freePort();
      List<PortBinding> bound =
          listeners.bind(List.of(port(0), port(0)), List.of(one, taken.getLocalPort()));

      assertThat(bound.getFirst().number()).isEqualTo(one);
      assertThat(bound.getLast().number()).isNotIn(0, one, taken.getLocalPort());
    }
  }

  @Test
  void aFreeNumberThatIsTakenOnIpv6IsGivenBackForAnother()
      throws IOException, InterruptedException {
    if (!isIpv6There()) {
      return; // then IPv4 alone serves everybody
    }
    try (ServerSocket taken = listen(V6, 0)) {
      int number = taken.getLocalPort();

      PortBinding bound = listeners.bind(List.of(port(0)), List.of(number)).getFirst();

      assertThat(bound.number()).isNotEqualTo(number);
      assertThat(bound.local()).hasSize(2);
      assertThat(isFree(V4, number)).isTrue();
    }
  }

  @Test
  void connectionsComeWithTheIndexOfTheirPort() throws IOException, InterruptedException {
    List<PortBinding> bound = listeners.bind(List.of(port(0), port(0)), List.of(0, 0));
    int second = bound.get(1).local().getFirst().getPort();
    try (LocalClient one = new LocalClient(V4, second);
        LocalClient two = new LocalClient(isIpv6There() ? V6 : V4, second)) {
      Await.until("both are accepted", () -> accepted.size() == 2);

      assertThat(one.socket.isConnected() && two.socket.isConnected()).isTrue();
      assertThat(accepted).containsExactly(1, 1);
    }
  }

  @Test
  void aPortThatIsTakenOnIpv4IsAnErrorAndNothingStaysBound()
      throws IOException, InterruptedException {
    try (ServerSocket taken = listen(V4, 0)) {
      assertTaken(taken.getLocalPort(), V4);
    }
  }

  @Test
  void aPortThatIsTakenOnIpv6IsAnErrorAndNothingStaysBound()
      throws IOException, InterruptedException {
    if (!isIpv6There()) {
      return; // then IPv4 alone serves everybody
    }
    try (ServerSocket taken = listen(V6, 0)) {
      assertTaken(taken.getLocalPort(), V6);
    }
  }

  private void assertTaken(int port, String where) throws IOException, InterruptedException {
    int free = listeners.bind(List.of(port(0)), List.of(0)).getFirst().local().getFirst().getPort();
    listeners.close();

    assertThatThrownBy(() -> listeners.bind(List.of(port(free), port(port)), List.of(0, 0)))
        .isInstanceOfSatisfying(
            PortTakenException.class,
            e ->
                assertThat(e.address())
                    .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(where), port)))
        .hasMessageContaining("Address already in use");

    assertThat(listeners.areOpen()).isFalse();
    assertThat(isFree(V4, free)).isTrue();
    assertThat(isFree(where.equals(V4) ? V6 : V4, port) || !isIpv6There()).isTrue();
  }

  @Test
  void portsAreFreeWhenCloseReturns() throws IOException, InterruptedException {
    int port = listeners.bind(List.of(port(0)), List.of(0)).getFirst().local().getFirst().getPort();

    listeners.close();

    assertThat(listeners.areOpen()).isFalse();
    assertThat(isFree(V4, port)).isTrue();
  }

  @Test
  void whoIsInterruptedWhileBindingLeavesNothingBound() throws IOException {
    int port;
    try (ServerSocket socket = listen(V4, 0)) {
      port = socket.getLocalPort();
    }
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> listeners.bind(List.of(port(port)), List.of(0)))
        .isInstanceOf(InterruptedException.class);

    assertThat(listeners.areOpen()).isFalse();
    assertThat(isFree(V4, port)).isTrue();
  }

  @Test
  void closingLaterFreesThePortsSoon() throws IOException, InterruptedException {
    int port = listeners.bind(List.of(port(0)), List.of(0)).getFirst().local().getFirst().getPort();

    listeners.closeLater();

    Await.until(
        "the port is free",
        () -> {
          try {
            return isFree(V4, port);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
