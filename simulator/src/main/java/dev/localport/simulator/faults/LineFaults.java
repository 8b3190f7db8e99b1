package dev.localport.simulator.faults;

import dev.localport.simulator.portforward.PortForward.GoAway;
import dev.localport.simulator.portforward.PortForward.PingsOnly;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.netty.util.AttributeKey;
import java.util.List;

/**
 * What is wrong with the network between the API server and its clients, on the TCP connections
 * below TLS. All methods run on the event loop.
 */
public final class LineFaults {
  /** Set on a connection that leads on to a node: the node's name. */
  public static final AttributeKey<String> NODE = AttributeKey.valueOf("node");

  private static final long CHECK_MILLIS = 50;

  private final ChannelGroup connections;
  private final GlobalTrafficShapingHandler shaping;
  private long latencyMillis;
  private boolean blackHole;

  /** Creates a healthy network. */
  public LineFaults(EventLoop loop) {
    connections = new DefaultChannelGroup(loop);
    shaping = new GlobalTrafficShapingHandler(loop, CHECK_MILLIS);
  }

  /** Returns the handlers that come first in an accepted connection's pipeline. */
  public List<ChannelHandler> attach(Channel accepted) {
    connections.add(accepted);
    return List.of(shaping, new FaultyConnection(this));
  }

  /** Delays whatever leaves the server; 0 for no delay, and sends what waits. */
  public void latency(long millis) {
    latencyMillis = millis;
    changed();
  }

  /**
   * Delivers nothing anymore, in either direction, on open and new connections; or all that waited.
   */
  public void blackHole(boolean on) {
    blackHole = on;
    changed();
  }

  private void changed() {
    for (Channel connection : connections) {
      connection.pipeline().get(FaultyConnection.class).onChanged();
    }
  }

  /** Reads no more than this many bytes a second from all clients together; 0 for no limit. */
  public void slowReads(long bytesPerSecond) {
    shaping.setReadLimit(bytesPerSecond);
  }

  /** Resets all connections. */
  public void reset() {
    List.copyOf(connections).forEach(LineFaults::reset);
  }

  /** Nothing may be said before: neither TLS nor a WebSocket ends in order. */
  private static void reset(Channel connection) {
    connection.config().setOption(ChannelOption.SO_LINGER, 0);
    var _ = connection.pipeline().firstContext().close();
  }

  /** Delivers nothing anymore, in either direction, on connections that lead on to a node. */
  public void silence(String node) {
    for (Channel connection : leadingTo(node)) {
      connection.pipeline().get(FaultyConnection.class).silence();
    }
  }

  /**
   * Delivers nothing anymore, in either direction, on all open connections, like a router that
   * forgot them; new ones work.
   */
  public void forget() {
    for (Channel connection : connections) {
      connection.pipeline().get(FaultyConnection.class).silence();
    }
  }

  /** Resets the connections that lead on to a node. */
  public void reset(String node) {
    leadingTo(node).forEach(LineFaults::reset);
  }

  private List<Channel> leadingTo(String node) {
    return connections.stream()
        .filter(connection -> node.equals(connection.attr(NODE).get()))
        .toList();
  }

  /** Lets every port-forward session say that it takes no new streams. */
  public void goAway() {
    for (Channel connection : connections) {
      connection.pipeline().fireUserEventTriggered(new GoAway());
    }
  }

  /** Lets every port-forward session answer pings and nothing else, as a proxy may. */
  public void pingsOnly() {
    for (Channel connection : connections) {
      connection.pipeline().fireUserEventTriggered(new PingsOnly());
    }
  }

  /** Ends all connections in order. */
  public void end() {
    var _ = connections.close();
  }

  /** Takes everything back. */
  public void clear() {
    slowReads(0);
    latency(0);
    blackHole(false);
  }

  /** Ends the thread-bound parts. */
  public void release() {
    shaping.release();
  }

  long latencyMillis() {
    return latencyMillis;
  }

  boolean isBlackHole() {
    return blackHole;
  }
}
