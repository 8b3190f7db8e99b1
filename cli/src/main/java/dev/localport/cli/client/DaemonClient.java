package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.ProtocolVersion;
import dev.localport.api.Version;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to the running daemon. Used by one thread, except that {@link #close} may be called
 * from anywhere.
 */
public final class DaemonClient implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration HELLO_LIMIT = Duration.ofSeconds(5);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final RpcClient rpc;
  private final JsonObject hello;
  private final Duration answered;
  private boolean lost;

  private DaemonClient(RpcClient rpc, JsonObject hello, Duration answered) {
    this.rpc = rpc;
    this.hello = hello;
    this.answered = answered;
  }

  /**
   * Connects and says hello.
   *
   * @throws NobodyThere if no daemon listens there
   * @throws IOException if one listens and does not answer
   * @throws RpcException if it refuses
   */
  static DaemonClient connect(Path socket, RpcClient.Listener listener) throws IOException {
    long begun = System.nanoTime();
    RpcClient rpc = open(socket, listener);
    try {
      JsonObject params =
          JsonObject.builder()
              .put("protocol", ProtocolVersion.current())
              .put("version", Version.current())
              .build();
      JsonObject hello = rpc.call(Methods.HELLO, params, HELLO_LIMIT);
      return new DaemonClient(rpc, hello, Duration.ofNanos(System.nanoTime() - begun));
    } catch (IOException | RuntimeException e) {
      rpc.close();
      throw e;
    }
  }

  private static RpcClient open(Path socket, RpcClient.Listener listener) throws NobodyThere {
    try {
      return RpcClient.connect(socket, CONNECT_LIMIT, listener);
    } catch (IOException e) {
      throw new NobodyThere(e);
    }
  }

  /** The socket is missing or dead: what a daemon that has ended leaves. */
  static final class NobodyThere extends IOException {
    private static final long serialVersionUID = 1L;

    NobodyThere(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Returns the daemon's process. */
  public long pid() {
    return hello.number("pid");
  }

  /** Returns how long it took to connect and to get the first answer. */
  public Duration answered() {
    return answered;
  }

  /** Returns the version of the daemon's program. */
  public String version() {
    return hello.text("version");
  }

  /** Returns the protocol that the daemon speaks. */
  public long protocol() {
    return hello.number("protocol");
  }

  /** Returns whether the daemon and this program understand each other in full. */
  public boolean speaksOurProtocol() {
    return protocol() == ProtocolVersion.current();
  }

  /** Ends with what to do where this program and the daemon do not understand each other. */
  void requireSameProtocol() throws CommandException {
    if (!speaksOurProtocol()) {
      throw new CommandException(ExitCode.GENERAL, otherProtocol());
    }
  }

  /** Returns which side speaks what, and what to do about it. */
  public String otherProtocol() {
    String newer =
        protocol() > ProtocolVersion.current() ? ", or use localport %s".formatted(version()) : "";
    return ("the daemon (pid %d, version %s) speaks protocol %d, this localport (version %s)"
            + " protocol %d; replace the daemon with this version: localport daemon restart%s")
        .formatted(
            pid(), version(), protocol(), Version.current(), ProtocolVersion.current(), newer);
  }

  /** Calls a method that answers at once. */
  public JsonObject call(String method, JsonObject params) throws CommandException {
    return call(method, params, Duration.ZERO);
  }

  /**
   * Calls a method.
   *
   * @param patience how long the daemon was asked to wait before it answers
   * @throws CommandException with the daemon's words and exit code if it refuses, with 1 if it has
   *     ended or does not answer
   */
  public JsonObject call(String method, JsonObject params, Duration patience)
      throws CommandException {
    try {
      return rpc.call(method, params, CALL_LIMIT.plus(patience));
    } catch (RpcException e) {
      throw refused(e);
    } catch (IOException e) {
      throw goneAway(e);
    }
  }

  /** Asks the daemon to end; its process may take a moment more. */
  void askToStop() throws CommandException {
    try {
      JsonObject _ = rpc.call(Methods.STOP_DAEMON, JsonObject.empty(), STOP_LIMIT);
    } catch (RpcException e) {
      throw refused(e);
    } catch (IOException _) {
      // ended before it answered, or hangs: its process shows which
    }
  }

  static CommandException refused(RpcException e) {
    int exitCode = (int) e.data().number("exit_code", ExitCode.GENERAL);
    return new CommandException(exitCode, String.valueOf(e.getMessage()), e);
  }

  /** Returns whether the connection broke: the daemon has ended, or does not respond. */
  public boolean isLost() {
    return lost;
  }

  private CommandException goneAway(IOException e) {
    lost = true;
    return new CommandException(
        ExitCode.GENERAL,
        "the daemon (pid "
            + pid()
            + ") ended before it answered: "
            + e.getMessage()
            + "; see: localport logs",
        e);
  }

  /**
   * Hands notifications to the listener until the daemon ends the connection, or {@link #close} is
   * called.
   */
  public void awaitNotifications() throws CommandException {
    try {
      rpc.awaitNotifications();
    } catch (IOException e) {
      throw goneAway(e);
    }
  }

  /** Ends the connection; the services that are bound to it end with it. */
  @Override
  public void close() {
    try {
      rpc.close();
    } catch (IOException _) {
      // the operating system closes it all the same, at the latest when this process ends
    }
  }
}
