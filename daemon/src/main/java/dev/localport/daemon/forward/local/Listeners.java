package dev.localport.daemon.forward.local;

import dev.localport.config.PortMapping;
import dev.localport.daemon.net.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of one forward: each port with the same number on 127.0.0.1 and ::1, or on
 * the one address that the user named. {@code 0.0.0.0} is IPv4 alone, {@code ::} is both. Used by
 * the forward's owner alone; accepted connections are handed over on the event loop, not yet read.
 */
final class Listeners {
  private static final int BACKLOG = 512;
  private static final int FREE_PORT_TRIES = 20;

  private final Transport transport;
  private final EventLoop loop;
  private final List<InetAddress> addresses;
  private final ObjIntConsumer<SocketChannel> accepted;
  private final List<Channel> open = new ArrayList<>();

  /**
   * Makes the sockets on {@code loop}.
   *
   * @param address where they listen, as text; null: loopback
   * @param accepted gets a connection and the index of its port
   */
  Listeners(
      Transport transport,
      EventLoop loop,
      @Nullable String address,
      ObjIntConsumer<SocketChannel> accepted) {
    this.addresses = address == null ? loopback() : List.of(InetAddress.ofLiteral(address));
    this.transport = transport;
    this.loop = loop;
    this.accepted = accepted;
  }

  /** A port that cannot be listened on; mostly, another program does. */
  static final class PortTakenException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient InetSocketAddress address;
    private final transient Throwable refusal;

    PortTakenException(InetSocketAddress address, Throwable cause) {
      super(cause.getMessage(), cause);
      this.address = address;
      this.refusal = cause;
    }

    InetSocketAddress address() {
      return address;
    }

    /** Returns what the system answered. */
    Throwable refusal() {
      return refusal;
    }
  }

  boolean areOpen() {
    return !open.isEmpty();
  }

  /**
   * Binds all ports, or none.
   *
   * @param before the number that each port had, 0 for none: one that may be any has it again where
   *     it is free
   * @throws PortTakenException if one cannot be bound
   */
  List<PortBinding> bind(List<PortMapping> ports, List<Integer> before)
      throws PortTakenException, InterruptedException {
    List<PortBinding> bound = new ArrayList<>();
    boolean complete = false;
    try {
      for (int i = 0; i < ports.size(); i++) {
        PortMapping port = ports.get(i);
        List<InetSocketAddress> local =
            port.local() == 0 ? bindFree(before.get(i), i) : bindAll(port.local(), i);
        bound.add(new PortBinding(port.name(), port.remote(), local));
      }
      complete = true;
      return bound;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /** A free number on IPv4 may be taken on IPv6: then another one is tried. */
  private List<InetSocketAddress> bindFree(int first, int index)
      throws PortTakenException, InterruptedException {
    for (int i = 1; true; i++) {
      int before = open.size();
      try {
        return bindAll(i == 1 ? first : 0, index);
      } catch (PortTakenException e) {
        while (open.size() > before) {
          open.removeLast().close().sync();
        }
        if (i >= FREE_PORT_TRIES) {
          throw e;
        }
      }
    }
  }

  private List<InetSocketAddress> bindAll(int number, int index)
      throws PortTakenException, InterruptedException {
    List<InetSocketAddress> local = new ArrayList<>();
    int port = number;
    for (InetAddress address : addresses) {
      InetSocketAddress bound = bindOne(new InetSocketAddress(address, port), index);
      port = bound.getPort();
      local.add(bound);
    }
    return local;
  }

  /** A connection runs on the event loop of its session: no locks, no hand-over. */
  private InetSocketAddress bindOne(InetSocketAddress address, int index)
      throws PortTakenException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + address + " was bound");
    }
    ChannelFuture bind =
        bootstrap(transport, loop, channel -> accepted.accept(channel, index))
            .channelFactory(transport.serverChannels(address.getAddress()))
            .bind(address);
    open.add(bind.channel()); // first: an interrupted caller has to close it, too
    if (!bind.await().isSuccess()) {
      open.removeLast();
      throw new PortTakenException(address, bind.cause());
    }
    return (InetSocketAddress) bind.channel().localAddress();
  }

  /**
   * Returns what listens for connections that a {@link Relay} can take, not yet read.
   *
   * @param accepted gets each on the event loop
   */
  private static ServerBootstrap bootstrap(
      Transport transport, EventLoop loop, Consumer<SocketChannel> accepted) {
    return new ServerBootstrap()
        .group(loop, loop)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .handler(new Admission(transport.room()))
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(Relay.MAX_UNREAD_BYTES / 2, Relay.MAX_UNREAD_BYTES))
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.attr(Relay.ACCEPTED).set(System.nanoTime());
                accepted.accept(channel);
                Admission.next(channel.parent());
              }
            });
  }

  private static List<InetAddress> loopback() {
    List<InetAddress> addresses = new ArrayList<>();
    addresses.add(InetAddress.ofLiteral("127.0.0.1"));
    if (hasIpv6()) {
      addresses.add(InetAddress.ofLiteral("::1"));
    }
    return addresses;
  }

  private static boolean hasIpv6() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    } catch (SocketException e) {
      return false; // a machine that does not report its interfaces: IPv4 works for everyone
    }
  }

  /** Closes all sockets without waiting. */
  void closeLater() {
    open.forEach(channel -> {
      var _ = channel.close();
    });
    open.clear();
  }

  /** Closes all sockets and waits until the ports are free. */
  void close() throws InterruptedException {
    for (Channel channel : open) {
      channel.close().await();
    }
    open.clear();
  }
}
