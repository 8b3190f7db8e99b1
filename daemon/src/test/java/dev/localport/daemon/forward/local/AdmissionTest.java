package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.localport.config.PortMapping;
import dev.localport.daemon.net.Transport;
import dev.localport.testing.Await;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A port in a process that has room for a few connections. */
@Timeout(60)
class AdmissionTest {
  private final AtomicInteger room = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final Transport transport = Transport.open(1, this::hasRoom);
  private final List<Channel> accepted = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new ArrayList<>();
  private final Listeners listeners =
      new Listeners(transport, transport.next(), null, (channel, _) -> accepted.add(channel));
  private int port;

  private boolean hasRoom() {
    asked.incrementAndGet();
    return room.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  @BeforeEach
  void listen() throws IOException, InterruptedException {
    port =
        listeners.bind(List.of(new PortMapping("web", 0, "http")), List.of(0)).getFirst().number();
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    for (Socket client : clients) {
      client.close();
    }
    listeners.close();
    transport.close(Duration.ofSeconds(5));
  }

  private void connect(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
  }

  private void awaitAccepted(int count) {
    Await.until(count + " connections are taken", () -> accepted.size() == count);
  }

  /** Lets the port look for room several times. */
  private void awaitLooks() {
    int before = asked.get();
    Await.until("it looked for room", () -> asked.get() > before + 3);
  }

  @Test
  void connectionsWithoutRoomWaitAndAreTakenOnceThereIsSome() throws IOException {
    room.set(4);
    connect(20);
    awaitAccepted(5); // one more than there was room for after the one before
    awaitLooks();
    assertThat(accepted).hasSize(5);

    room.set(100);
    awaitAccepted(20);

    connect(5);
    awaitAccepted(25);
  }

  @Test
  void thoseThatWaitAreConnectedAsFarAsTheyKnow() throws IOException {
    connect(3);
    awaitAccepted(1);

    assertThatCode(() -> clients.getLast().getOutputStream().write(7)).doesNotThrowAnyException();
    awaitLooks();
    assertThat(accepted).hasSize(1);
  }

  @Test
  void anAcceptThatFailsPausesThePort() throws IOException {
    connect(1);
    awaitAccepted(1);
    Channel listening = accepted.getFirst().parent();
    room.set(100);
    Await.until("it listens again", () -> listening.config().isAutoRead());

    listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    connect(3);

    awaitAccepted(4);
  }
}
