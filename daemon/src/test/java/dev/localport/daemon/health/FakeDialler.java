package dev.localport.daemon.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tunnel to a server on this machine, which breaks as a test says. */
final class FakeDialler implements Dialler {
  /** What the user connects to; nobody listens there. */
  static final int LOCAL_PORT = 9;

  final List<Integer> opened = new ArrayList<>();
  Connection.@Nullable Broken broken;
  boolean away;
  private final int server;

  /**
   * @param server the port that each connection leads to
   */
  FakeDialler(int server) {
    this.server = server;
  }

  @Override
  public List<Integer> localPorts() {
    return List.of(LOCAL_PORT, LOCAL_PORT + 1);
  }

  @Override
  public Optional<Connection> open(int index) throws IOException {
    opened.add(index);
    if (away) {
      return Optional.empty();
    }
    Socket socket = new Socket(Proxy.NO_PROXY);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
    return Optional.of(new Tunnelled(socket));
  }

  private final class Tunnelled implements Connection {
    private final Socket socket;

    Tunnelled(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket socket() {
      return socket;
    }

    @Override
    public Optional<Broken> broken() {
      return Optional.ofNullable(broken);
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
