package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import dev.localport.daemon.net.Transport;
import dev.localport.testing.Await;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A connection whose set-up throws fails at once: no caller waits for an answer that cannot come.
 */
class FailedSetUpTest {
  private final Transport transport = Transport.open(1);
  private final ServerSocket server;

  FailedSetUpTest() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    server.close();
    transport.close(Duration.ofSeconds(1));
  }

  /** A bug of ours, where the question is asked. */
  private record Broken(CompletableFuture<Void> told) implements Upgrade.Question {
    @Override
    public void ask(ChannelHandlerContext context) {
      throw new IllegalStateException("this bug");
    }

    @Override
    public void onSwitched(ChannelHandlerContext context, HttpResponse response) {
      told.complete(null);
    }

    @Override
    public void onFailed(DialException why) {
      told.completeExceptionally(why);
    }
  }

  private void assertFails(@Nullable Proxy proxy) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    Endpoint endpoint =
        new Endpoint("127.0.0.1", server.getLocalPort(), "", null, "127.0.0.1", proxy);

    var _ =
        new UpgradeConnector(transport)
            .ask(new SessionDialer.Access(endpoint, Map.of()), new Broken(told), transport.next());

    assertThatThrownBy(() -> Await.get(told)).hasMessageContaining("this bug");
    assertThat(told.exceptionNow()).isInstanceOf(DialException.class);
  }

  @Test
  void aQuestionThatCannotBeAskedFailsTheDial() {
    assertFails(null);
  }

  @Test
  void aQuestionThatCannotBeAskedThroughAProxyFailsTheDial() throws IOException {
    try (StubProxy proxy =
        StubProxy.leadingTo(ServerSocketFactory.getDefault(), server.getLocalPort())) {
      assertFails(
          new Proxy(Proxy.Kind.HTTP, "127.0.0.1", proxy.port(), null, null, null, "HTTPS_PROXY"));
    }
  }
}
