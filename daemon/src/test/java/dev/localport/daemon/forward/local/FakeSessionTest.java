package dev.localport.daemon.forward.local;

import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.SessionContract;
import dev.localport.daemon.tunnel.StreamListener;
import dev.localport.daemon.tunnel.TunnelStream;
import org.junit.jupiter.api.Nested;

/** The session of the tests keeps what real ones promise, whichever of them it stands for. */
class FakeSessionTest {
  private final FakeSession session = new FakeSession();

  abstract class OfProtocol extends SessionContract {
    OfProtocol(Protocol protocol) {
      session.protocol = protocol;
    }

    @Override
    protected Session session() {
      return session;
    }

    @Override
    protected TunnelStream open(StreamListener listener) {
      return session.open(80, listener);
    }
  }

  @Nested
  class OverSpdy extends OfProtocol {
    OverSpdy() {
      super(Protocol.SPDY);
    }
  }

  @Nested
  class OverChannels extends OfProtocol {
    OverChannels() {
      super(Protocol.CHANNEL);
    }
  }
}
