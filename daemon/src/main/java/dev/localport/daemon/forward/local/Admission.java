package dev.localport.daemon.forward.local;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections from a listening socket as long as the process has room for them. Those that
 * come on top stay in the kernel's queue, connected and unread, until there is room: they are not
 * refused, and those that are open lose nothing. Runs on the socket's event loop.
 *
 * <p>An accept that fails, as it does without file descriptors, pauses too: the socket stays ready,
 * and trying at once would never end.
 */
final class Admission extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final long PAUSE_MILLIS = 100;

  private final BooleanSupplier room;
  private boolean paused;

  Admission(BooleanSupplier room) {
    this.room = room;
  }

  /** Decides about the next connection of a listening socket, after one was taken. */
  static void next(Channel listening) {
    Admission admission = listening.pipeline().get(Admission.class);
    if (!admission.room.getAsBoolean()) {
      admission.pause(listening);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().setCause(cause).log("accept failed");
    pause(context.channel());
  }

  private void pause(Channel listening) {
    listening.config().setAutoRead(false);
    if (!paused) {
      paused = true;
      var _ =
          listening
              .eventLoop()
              .schedule(() -> resume(listening), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void resume(Channel listening) {
    paused = false;
    if (!listening.isOpen()) {
      return;
    } else if (room.getAsBoolean()) {
      listening.config().setAutoRead(true);
    } else {
      pause(listening);
    }
  }
}
