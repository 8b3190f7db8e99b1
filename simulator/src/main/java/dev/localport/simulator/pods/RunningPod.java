package dev.localport.simulator.pods;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The servers of one pod: a free port of 127.0.0.1 behind each container port. All methods run on
 * the event loop.
 */
public final class RunningPod implements AutoCloseable {
  private final String name;
  private final String sandbox;
  private final EventLoop loop;
  private final PodLog log;
  private final ChannelGroup channels;
  private final Map<Integer, SocketAddress> addresses = new LinkedHashMap<>();
  private boolean closed;

  /**
   * Starts the servers.
   *
   * @param sandbox what the runtime calls the pod
   * @param ports the names of the container ports
   * @param clock stamps the lines of its log
   */
  public RunningPod(
      EventLoop loop,
      String name,
      String sandbox,
      Map<Integer, String> ports,
      InstantSource clock) {
    this.loop = loop;
    this.name = name;
    this.sandbox = sandbox;
    this.log = new PodLog(clock);
    this.channels = new DefaultChannelGroup(loop);
    ports.forEach((port, portName) ->
        Behaviour.find(portName).ifPresent(behaviour -> listen(port, behaviour)));
    log.write("%s serves %s".formatted(name, ports));
  }

  private void listen(int port, Behaviour behaviour) {
    ServerSocketChannel bound = bound();
    addresses.put(port, bound.socket().getLocalSocketAddress());
    Channel listener =
        new ServerBootstrap()
            .group(loop)
            .channelFactory(() -> new NioServerSocketChannel(bound))
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    behaviour.serve(channel, name, log);
                  }
                })
            .register()
            .channel();
    channels.add(listener);
  }

  /** Returns a socket that listens already; Netty's own would bind later, on the event loop. */
  private static ServerSocketChannel bound() {
    try {
      return ServerSocketChannel.open()
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException("no free port for a pod's server", e);
    }
  }

  /** Returns where a container port is served; nothing listens at one that is empty. */
  Optional<SocketAddress> address(int port) {
    return Optional.ofNullable(addresses.get(port));
  }

  EventLoop loop() {
    return loop;
  }

  /** Returns what the runtime calls the pod. */
  public String sandbox() {
    return sandbox;
  }

  /** Returns the lines that its server writes. */
  public PodLog log() {
    return log;
  }

  /** Whether its servers were ended. */
  boolean isGone() {
    return closed;
  }

  /** Ends the servers and their connections, as a killed process does. */
  @Override
  public void close() {
    closed = true;
    addresses.clear();
    var _ = channels.close();
    log.end();
  }
}
