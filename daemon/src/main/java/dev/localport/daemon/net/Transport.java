package dev.localport.daemon.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueEventLoopGroup;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The event loops of the data plane and the kind of sockets they drive: epoll on Linux, kqueue on
 * macOS, NIO elsewhere. Thread-safe.
 *
 * @param loops all event loops
 * @param clientChannels makes sockets that connect
 * @param serverChannels makes sockets that listen
 * @param room says whether the process can take one more local connection, and counts it; asked on
 *     event loops
 */
public record Transport(
    EventLoopGroup loops,
    ChannelFactory<? extends SocketChannel> clientChannels,
    ChannelFactory<? extends ServerSocketChannel> serverChannels,
    BooleanSupplier room) {
  private static final long UNSENT_IN_KERNEL = 32 * 1024;

  /** Starts {@code threads} event loops with the fastest sockets of this machine. */
  public static Transport open(int threads) {
    return open(threads, () -> true);
  }

  /** As {@link #open(int)}, in a process where there may be no room for one more connection. */
  public static Transport open(int threads, BooleanSupplier room) {
    DefaultThreadFactory names = new DefaultThreadFactory("tunnel", true);
    if (Epoll.isAvailable()) {
      return new Transport(
          new EpollEventLoopGroup(threads, names),
          EpollSocketChannel::new,
          EpollServerSocketChannel::new,
          room);
    }
    if (KQueue.isAvailable()) {
      return new Transport(
          new KQueueEventLoopGroup(threads, names),
          KQueueSocketChannel::new,
          KQueueServerSocketChannel::new,
          room);
    }
    return new Transport(
        new NioEventLoopGroup(threads, names),
        NioSocketChannel::new,
        NioServerSocketChannel::new,
        room);
  }

  /**
   * Returns what makes sockets that listen on an address: on {@code 0.0.0.0} those of IPv4 alone,
   * where the system's own choice would be both.
   */
  public ChannelFactory<? extends ServerSocketChannel> serverChannels(InetAddress address) {
    if (!(address instanceof Inet4Address && address.isAnyLocalAddress())) {
      return serverChannels;
    } else if (loops instanceof EpollEventLoopGroup) {
      return () -> new EpollServerSocketChannel(InternetProtocolFamily.IPv4);
    }
    return loops instanceof NioEventLoopGroup
        ? () -> new NioServerSocketChannel(SelectorProvider.provider(), InternetProtocolFamily.IPv4)
        : serverChannels; // kqueue sockets do not say which family they are
  }

  /**
   * Lets the machine take few bytes that it cannot send yet: what it holds goes before a ping, and
   * by itself it holds megabytes. Data in transit is not limited by this, so it costs no speed.
   */
  public void keepUnsentShort(Bootstrap session) {
    if (loops instanceof EpollEventLoopGroup) {
      session.option(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL);
    }
  }

  /** Returns the event loop for the next forward: all of a forward's sockets share one. */
  public EventLoop next() {
    return loops.next();
  }

  /** Ends the event loops; waits at most {@code grace}. */
  public void close(Duration grace) throws InterruptedException {
    loops
        .shutdownGracefully(0, grace.toMillis(), TimeUnit.MILLISECONDS)
        .await(grace.toMillis(), TimeUnit.MILLISECONDS);
  }
}
