package dev.localport.daemon.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the machine's own TCP knows of a connection. Immutable.
 *
 * <p>After an outage TCP sends again at its next backoff only, up to a minute later: until then the
 * silence of an old connection says nothing, although a new one works at once.
 *
 * @param unacknowledged segments that were sent and are not acknowledged
 * @param retransmitted segments that were sent again since the connection began
 */
record TcpFlow(long unacknowledged, long retransmitted) {
  /** Asks the kernel; null if it is unknown, which is everywhere except on Linux. */
  static @Nullable TcpFlow of(Channel channel) {
    if (!(channel instanceof EpollSocketChannel socket) || !socket.isActive()) {
      return null;
    }
    try {
      EpollTcpInfo info = socket.tcpInfo();
      return new TcpFlow(info.unacked(), info.totalRetrans());
    } catch (ChannelException _) {
      return null; // the connection has just ended, and its end is in transit to us
    }
  }
}
