package dev.localport.daemon.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.time.Duration;

/**
 * Has the machine's TCP send lost data again every few seconds. By itself it doubles the pause each
 * time, up to two minutes: after an outage a connection would then be silent for as long as the
 * outage took, and whether it is dead would not be known before that.
 *
 * <p>Linux can do this from 6.15 on. Elsewhere nothing changes.
 */
final class TcpRetries {
  /** The longest pause: an answer within the time of a proof has to be possible. */
  static final Duration PAUSE = Duration.ofSeconds(3);

  /**
   * A user with a longer interval has a slow network, on which answers may take longer than the
   * pause.
   */
  static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

  /**
   * When TCP itself gives up. The kernel counts tries, and would give up after 40 s with pauses
   * this short. This is what its tries take with the usual ones.
   */
  static final Duration GIVE_UP = Duration.ofMinutes(15);

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_RTO_MAX_MS = 44;
  static final IntegerUnixChannelOption LONGEST_PAUSE =
      new IntegerUnixChannelOption("TCP_RTO_MAX_MS", IPPROTO_TCP, TCP_RTO_MAX_MS);

  private TcpRetries() {}

  /** Has it done for a connection, where the machine can. */
  static void often(Channel channel, Patience patience) {
    if (!(channel instanceof EpollSocketChannel socket)
        || patience.interval().compareTo(USUAL_INTERVAL) > 0) {
      return;
    }
    try {
      socket.config().setOption(LONGEST_PAUSE, (int) PAUSE.toMillis());
      socket.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, (int) GIVE_UP.toMillis());
    } catch (ChannelException _) {
      // an older kernel, or a connection that has just ended
    }
  }
}
