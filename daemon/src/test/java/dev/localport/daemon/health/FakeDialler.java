package dev.localport.daemon.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
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
  boolean listening = true;
  private final int server;

  /**
   * @param server the port that each connection leads to
   */
  FakeDialler(int server) {
    this.server = server;
  }

  @Override
  public List<Integer> localPorts() {
    return listening ? List.of(LOCAL_PORT, LOCAL_PORT + 1) : List.of();
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
    private boolean reset;

    Tunnelled(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket socket() {
      return socket;
    }

    @Override
    public Optional<Broken> broken() {
      Broken seen = reset ? new Broken("connection reset by the pod", false) : null;
      return Optional.ofNullable(broken == null ? seen : broken);
    }

    @Override
    public void close() {
      try {
        reset |= !socket.isClosed() && isReset();
        socket.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /** Reads what is there, as the relay of a real connection does. */
    private boolean isReset() throws IOException {
      socket.setSoTimeout(1);
      try {
        socket.getInputStream().readAllBytes();
        return false;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (SocketException e) {
        return true;
      }
    }
  }
}
