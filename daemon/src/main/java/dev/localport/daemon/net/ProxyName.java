package dev.localport.daemon.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Looks the proxy's name up before the connect, away from the event loop: that may take long. */
final class ProxyName extends ChannelOutboundHandlerAdapter {
  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    if (remote instanceof InetSocketAddress named && named.isUnresolved()) {
      var _ = Thread.ofVirtual().name("proxy-name").start(() -> lookUp(context, named, promise));
    } else {
      var _ = context.connect(remote, local, promise);
    }
  }

  private static void lookUp(
      ChannelHandlerContext context, InetSocketAddress named, ChannelPromise promise) {
    try {
      InetAddress found = InetAddress.getByName(named.getHostString());
      var _ = context.connect(new InetSocketAddress(found, named.getPort()), promise);
    } catch (UnknownHostException e) {
      promise.tryFailure(e);
    }
  }
}
