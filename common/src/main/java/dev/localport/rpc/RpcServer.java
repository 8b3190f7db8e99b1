package dev.localport.rpc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import jdk.net.ExtendedSocketOptions;

/**
 * Answers JSON-RPC on a Unix domain socket. Every connection and every call has its own virtual
 * thread; whatever one peer sends, the others are answered.
 */
public final class RpcServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);
  private static final int BACKLOG = 200;
  private static final JsonObject FORBIDDEN = JsonObject.builder().put("exit_code", 5).build();

  private final RpcMethods methods;
  private final PeerCheck peer;
  private final BiConsumer<String, Throwable> bugs;
  private final RpcLimits limits;
  private final Spares spares;
  private final Semaphore lasting;
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Door door;

  /** Where callers knock: a socket file and what listens behind it. */
  private record Door(Path socket, ServerSocketChannel listening) {}

  private RpcServer(
      Door door,
      RpcMethods methods,
      PeerCheck peer,
      BiConsumer<String, Throwable> bugs,
      RpcLimits limits) {
    this.door = door;
    this.methods = methods;
    this.peer = peer;
    this.bugs = bugs;
    this.limits = limits;
    this.spares = new Spares(limits.spares());
    this.lasting = new Semaphore(limits.lasting());
  }

  /**
   * Binds the socket, mode 0600, and begins to answer.
   *
   * @param socket at most 100 bytes long, in a folder that only its owner may enter: so there is no
   *     moment at which others could connect
   * @param bugs gets a method's name and what it threw unexpectedly; called from any thread
   * @param limits how many may connect, and for how long they may be silent
   * @throws IOException if there is such a file already, or the socket cannot be bound
   * @see #removeStale
   */
  public static RpcServer open(
      Path socket,
      RpcMethods methods,
      PeerCheck peer,
      BiConsumer<String, Throwable> bugs,
      RpcLimits limits)
      throws IOException {
    RpcServer server = new RpcServer(bind(socket), methods, peer, bugs, limits);
    server.accept(server.door);
    return server;
  }

  private static Door bind(Path socket) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listening.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      return new Door(socket, listening);
    } catch (IOException e) {
      listening.close();
      throw new IOException("cannot listen on " + socket + ": " + e.getMessage(), e);
    }
  }

  /**
   * Listens on another socket file, as when the first one was removed; connections that are open go
   * on. Not thread-safe, and not for use after {@link #close}.
   *
   * @param socket as for {@link #open}
   * @throws IOException if it cannot be bound; the old one stays
   */
  public void move(Path socket) throws IOException {
    Door old = door;
    door = bind(socket);
    accept(door);
    old.listening().close();
  }

  private void accept(Door at) {
    Thread.ofVirtual().name("rpc-accept").start(() -> accept(at.listening()));
  }

  /** As the other one, with the limits of a process that has file descriptors in plenty. */
  public static RpcServer open(
      Path socket, RpcMethods methods, PeerCheck peer, BiConsumer<String, Throwable> bugs)
      throws IOException {
    return open(socket, methods, peer, bugs, RpcLimits.of(Long.MAX_VALUE));
  }

  /**
   * Removes the socket file that a killed server left. Only for callers that know that no server is
   * being started on it at the same time, by a lock for example.
   *
   * @throws IOException if a server answers there, or if the file is no socket
   */
  public static void removeStale(Path socket) throws IOException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return;
    } else if (!isSocket(socket)) {
      throw new IOException(socket + " is not a socket; remove it if you do not need it");
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      throw new IOException(socket + " is in use by another server");
    } catch (ConnectException _) { // refused: the file is all that is left
      Files.deleteIfExists(socket);
    }
  }

  private static boolean isSocket(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther();
  }

  private void accept(ServerSocketChannel listening) {
    boolean told = false;
    while (listening.isOpen()) {
      try {
        SocketChannel channel = listening.accept();
        told = false;
        admit(channel);
      } catch (ClosedChannelException _) {
        return; // close() asked, or move()
      } catch (IOException e) {
        told = onRefused(e, told);
      }
    }
  }

  /*
   * Out of file descriptors, as a rule: the connection waits until one is free. What is wrong is
   * said once, and without a pause this would spin.
   */
  private boolean onRefused(IOException cause, boolean told) {
    if (spares.free()) {
      return told;
    }
    if (!told) {
      bugs.accept("rpc-accept", cause);
    }
    boolean _ = sendOneAway("closed: the daemon is out of file descriptors");
    pause();
    return true;
  }

  private void pause() {
    try {
      boolean _ = closing.await(ACCEPT_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // ends the loop of accept()
    }
  }

  /* Whatever is wrong with one connection costs that connection, not the server. */
  private void admit(SocketChannel channel) {
    boolean kept = false;
    try {
      kept = admits(channel);
    } catch (IOException | RuntimeException | LinkageError e) {
      bugs.accept("rpc-accept", e);
    } finally {
      if (!kept) {
        closeQuietly(channel);
      }
    }
  }

  private boolean admits(SocketChannel channel) throws IOException {
    UserPrincipal user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    if (!peer.admits(user)) {
      String why = user.getName() + " cannot use this socket: only its owner can";
      refuse(channel, why, FORBIDDEN);
      return false;
    } else if (!makeRoom()) {
      String why = "%d connections are open and busy; close one".formatted(limits.connections());
      refuse(channel, why, JsonObject.empty());
      return false;
    }
    serve(channel);
    return true;
  }

  private boolean makeRoom() {
    return connections.size() < limits.connections()
        || sendOneAway(
            "closed to make room: this connection was idle and %d were open"
                .formatted(limits.connections()));
  }

  /** Ends the connection that is needed least, if there is one that is not in use. */
  private boolean sendOneAway(String why) {
    long now = System.nanoTime();
    Map<ServerConnection, Room.Standing> standings = new HashMap<>();
    connections.forEach(connection -> standings.put(connection, connection.standing(now)));
    Optional<ServerConnection> leaving = Room.leaves(standings);
    leaving.ifPresent(connection -> {
      connections.remove(connection); // it no longer counts: the next one may come before its end
      connection.dismiss(why);
    });
    return leaving.isPresent();
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // nothing was promised on it
    }
  }

  /* A fresh socket's buffer takes one line: this does not block. */
  private static void refuse(SocketChannel channel, String why, JsonObject data)
      throws IOException {
    RpcException refusal = new RpcException(RpcException.FAILED, why, data);
    new LineWriter(channel).writeLine(RpcReply.error(null, refusal));
  }

  private void serve(SocketChannel channel) {
    ServerConnection connection =
        new ServerConnection(channel, methods, bugs, limits, lasting, this::ended);
    connections.add(connection);
    connection.start();
    if (closing.getCount() == 0) { // close() may have looked before this one was there
      connection.abort();
    }
  }

  private void ended(ServerConnection connection) {
    connections.remove(connection);
    spares.refill();
  }

  /** Closes with the usual grace of 5 s. */
  @Override
  public void close() {
    close(GRACE);
  }

  /**
   * Takes no new connections and calls, removes the socket file, lets running calls end, and
   * interrupts those that have not ended after {@code grace}. Not for use within a method: that
   * would wait for itself.
   */
  public void close(Duration grace) {
    closing.countDown();
    spares.close();
    try {
      door.listening().close();
      Files.deleteIfExists(door.socket());
    } catch (IOException e) {
      bugs.accept("rpc-close", e);
    }
    try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ServerConnection connection : connections) {
        closers.execute(() -> connection.finish(grace)); // one grace for all, not one for each
      }
    }
  }
}
