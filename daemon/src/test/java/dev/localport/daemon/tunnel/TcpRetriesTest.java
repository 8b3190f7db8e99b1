package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pauses of the machine's own TCP, on a real connection. */
class TcpRetriesTest {
  private EventLoopGroup loops;
  private ServerSocket server;
  private EpollSocketChannel socket;

  @BeforeEach
  void connect() throws IOException {
    Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll on this machine");
    loops = new EpollEventLoopGroup(1);
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket =
        (EpollSocketChannel)
            new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(server.getLocalSocketAddress())
                .syncUninterruptibly()
                .channel();
    Assumptions.assumeTrue(longestPause() > 0, "no TCP_RTO_MAX_MS before Linux 6.15");
  }

  private int longestPause() {
    try {
      return socket.config().getOption(TcpRetries.LONGEST_PAUSE);
    } catch (ChannelException _) {
      return 0;
    }
  }

  @AfterEach
  void close() throws IOException {
    if (server != null) {
      server.close();
      var _ = socket.close();
      var _ = loops.shutdownGracefully();
    }
  }

  @Test
  void lostDataIsSentAgainEveryThreeSecondsAndTheKernelGivesUpNoSoonerThanBefore() {
    TcpRetries.often(socket, SessionFixture.PATIENCE);

    assertThat(longestPause()).isEqualTo(3000);
    assertThat(socket.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(900_000);
  }

  @Test
  void whoToldOfASlowLineKeepsThePausesOfTheKernel() {
    int before = longestPause();

    TcpRetries.often(
        socket,
        new Patience(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60)));

    assertThat(longestPause()).isEqualTo(before).isGreaterThan(3000);
  }
}
