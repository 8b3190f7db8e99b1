package dev.localport.daemon.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a check connects to. A local port of the service means the pod, which is reached past the
 * forward's counters; anything else is connected to as it is written, without a proxy. Thread-safe.
 *
 * @param host null: this machine
 * @param port null: the first local port of the service
 */
record Route(Dialler dialler, @Nullable String host, @Nullable Integer port) {
  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");

  /** Opens a connection, or none if there is no connection to the pod now. */
  private Optional<Connection> open() throws IOException, InterruptedException {
    int index = index();
    return index >= 0 ? dialler.open(index) : Optional.of(direct());
  }

  /** What a check does with its connection. */
  interface Exchange {
    /** Returns what comes of it. */
    CheckOutcome over(Connection connection) throws IOException;
  }

  /** Opens a connection for a check, closes it behind it, and says what went wrong with it. */
  CheckOutcome check(Exchange exchange) throws InterruptedException {
    Connection opened = null;
    try (Connection connection = open().orElse(null)) {
      opened = connection;
      return connection == null
          ? new CheckOutcome.NotMade("no session is open")
          : exchange.over(connection);
    } catch (IOException e) {
      return ErrorText.of(e, this, opened);
    }
  }

  /** Returns the index of the service's port that is meant, or -1. */
  private int index() {
    return index(host, port, dialler.localPorts());
  }

  /**
   * Returns the index of the service's port that an address means, or -1.
   *
   * @param localPorts those of the service
   */
  static int index(@Nullable String host, @Nullable Integer port, List<Integer> localPorts) {
    if (!isThisMachine(host)) {
      return -1;
    }
    return port == null ? 0 : localPorts.indexOf(port);
  }

  private static boolean isThisMachine(@Nullable String host) {
    return host == null || THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
  }

  /** Returns the number of the port that is meant, or nothing while it is not known. */
  Optional<Integer> number() {
    return port != null ? Optional.of(port) : dialler.localPorts().stream().findFirst();
  }

  /** Returns whether a connection leads to the pod, through the tunnel. */
  boolean isTunnel() {
    return index() >= 0;
  }

  /** Names the other end in messages. */
  String peer() {
    return isTunnel() ? "the pod" : address();
  }

  private String address() {
    String name = host == null ? "localhost" : host;
    String shown = name.contains(":") ? "[" + name + "]" : name;
    return number().map(number -> shown + ":" + number).orElse(shown);
  }

  private Connection direct() throws IOException {
    int to = number().orElseThrow(() -> new IOException("the service has no local port yet"));
    IOException last = null;
    for (InetAddress address : InetAddress.getAllByName(host == null ? "localhost" : host)) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.connect(new InetSocketAddress(address, to));
        return new Direct(socket);
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last == null ? new IOException("it has no address") : last;
  }

  /** A connection that goes past the forward: no more is known of it than its socket. */
  private record Direct(Socket socket) implements Connection {
    @Override
    public Optional<Broken> broken() {
      return Optional.empty();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // it is of no use anymore in any case
      }
    }
  }
}
