package dev.localport.daemon.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Looks the proxy's name up before the connect, off the event loop: that may take long. */
final class ProxyName extends ChannelOutboundHandlerAdapter {
  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    if (remote instanceof InetSocketAddress named && named.isUnresolved()) {
      var _ =
          HostNames.SHARED
              .find(named)
              .whenComplete((found, thrown) -> {
                if (thrown == null) {
                  var _ = context.connect(found, promise);
                } else {
                  promise.tryFailure(thrown);
                }
              });
    } else {
      var _ = context.connect(remote, local, promise);
    }
  }
}
