package dev.localport.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Split DNS: names with several addresses, names that change, and a name service that hangs. */
class HostNamesTest {
  private static final InetAddress DEAD = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress LIVE = InetAddress.ofLiteral("127.0.0.1");

  private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();
  private final CountDownLatch hung = new CountDownLatch(1);
  private final HostNames names = new HostNames(this::look);

  private InetAddress[] look(String host) throws UnknownHostException {
    if (host.equals("hangs.corp")) {
      try {
        hung.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    List<InetAddress> found = known.get(host);
    if (found == null) {
      throw new UnknownHostException(host);
    }
    return found.toArray(InetAddress[]::new);
  }

  @AfterEach
  void endLookups() {
    hung.countDown();
  }

  private CompletableFuture<InetSocketAddress> find(String host, int port) {
    return names.find(InetSocketAddress.createUnresolved(host, port));
  }

  private static ServerSocket listening(InetAddress address, int port) throws IOException {
    return new ServerSocket(port, 10, address);
  }

  @Test
  void anAddressThatDoesNotAnswerIsPassedOver() throws IOException {
    known.put("k8s.corp", List.of(DEAD, LIVE));
    try (ServerSocket server = listening(LIVE, 0)) {
      int port = server.getLocalPort();

      assertThat(Await.get(find("k8s.corp", port))).isEqualTo(new InetSocketAddress(LIVE, port));
    }
  }

  @Test
  void anAddressThatTookAConnectionIsUsedUntilOneFails() throws IOException {
    known.put("k8s.corp", List.of(DEAD, LIVE));
    int port;
    try (ServerSocket server = listening(LIVE, 0)) {
      port = server.getLocalPort();
      Await.get(find("k8s.corp", port));
    }
    assertThat(Await.get(find("k8s.corp", port)).getAddress()).isEqualTo(LIVE);

    try (ServerSocket _ = listening(DEAD, port)) {
      names.failed(InetSocketAddress.createUnresolved("k8s.corp", port));

      assertThat(Await.get(find("k8s.corp", port)).getAddress()).isEqualTo(DEAD);
    }
  }

  @Test
  void whereNoAddressAnswersTheFirstOneSaysWhy() throws IOException {
    known.put("k8s.corp", List.of(DEAD, LIVE));
    int port;
    try (ServerSocket server = listening(LIVE, 0)) {
      port = server.getLocalPort();
    }

    assertThat(Await.get(find("k8s.corp", port)).getAddress()).isEqualTo(DEAD);
  }

  @Test
  void aNameThatMeansAnotherAddressIsSeenWithTheNextAttempt() {
    assertThat(find("k8s.corp", 443))
        .failsWithin(Await.LIMIT)
        .withThrowableThat()
        .withCauseInstanceOf(UnknownHostException.class);
    known.put("k8s.corp", List.of(DEAD));
    assertThat(Await.get(find("k8s.corp", 443)).getAddress()).isEqualTo(DEAD);
    known.put("k8s.corp", List.of(LIVE));

    assertThat(Await.get(find("k8s.corp", 443)).getAddress()).isEqualTo(LIVE);
  }

  @Test
  void aNameServiceThatHangsForOneNameHoldsUpNoOther() {
    known.put("k8s.corp", List.of(LIVE));
    CompletableFuture<InetSocketAddress> waiting = find("hangs.corp", 443);

    assertThat(find("hangs.corp", 443)).isSameAs(waiting);
    assertThat(Await.get(find("k8s.corp", 443)).getAddress()).isEqualTo(LIVE);
    assertThat(waiting).isNotDone();
  }

  @Test
  void anAddressIsNotLookedUp() {
    assertThat(find("::1", 443))
        .isCompletedWithValueMatching(
            found -> found.getAddress().isLoopbackAddress() && found.getPort() == 443);
  }
}
