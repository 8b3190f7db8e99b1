package dev.localport.daemon.tunnel;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A session of one WebSocket a stream keeps what every session promises. */
class ChannelSessionContractTest extends SessionContract {
  private final ChannelFixture at = new ChannelFixture();
  private final List<EmbeddedChannel> sockets = new ArrayList<>();

  @AfterEach
  void close() {
    at.close();
    sockets.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Override
  protected Session session() {
    return at.session;
  }

  @Override
  protected TunnelStream open(StreamListener listener) {
    TunnelStream stream = at.session.open(ChannelFixture.PORT, listener);
    sockets.add(new EmbeddedChannel(new HttpClientCodec()));
    at.openings.getLast().complete(sockets.getLast());
    return stream;
  }
}
