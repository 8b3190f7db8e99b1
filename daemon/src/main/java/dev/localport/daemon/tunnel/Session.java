package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to one pod, carrying streams. Confined to its event loop, except where a method
 * says that any thread may ask. Callbacks of its futures run on the event loop.
 */
public interface Session {
  /** Returns what carries the session. Any thread may ask. */
  Protocol protocol();

  /**
   * Returns whether each stream has a line of its own, so that none waits for another and one
   * session is enough for a pod. Any thread may ask.
   */
  boolean separatesStreams();

  /** Completes with the reason once the session is over. Any thread may ask. */
  CompletableFuture<Failure> closed();

  /**
   * Completes when new connections do better over another session: a connection of this one ended
   * while data of ours was in transit to it, or a reader holds its reading up. Any thread may ask.
   */
  CompletableFuture<Void> suspected();

  /**
   * Completes when the server says that it takes no new streams: open ones live on; for another
   * one, another session is needed. Any thread may ask.
   */
  CompletableFuture<Void> goingAway();

  /** Returns the event loop that owns this session. Any thread may ask. */
  EventLoop eventLoop();

  /** Returns the heartbeats' figures. Any thread may ask. */
  HeartbeatStats heartbeat();

  /** Returns how long nothing has been received. Any thread may ask. */
  Duration silence();

  /**
   * Returns how long ago a line that was full took bytes of ours: long, where it never was. Any
   * thread may ask.
   */
  Duration sinceProgress();

  /**
   * Pings at once, regardless of the interval; completes when the answer is in, or is canceled with
   * the session. Any thread may ask.
   */
  CompletableFuture<Void> ping();

  /**
   * Has the session prove that it lives: it is pinged at once, and is late where nothing comes back
   * within the time that its {@link Patience} says. Any thread may ask.
   */
  void prove();

  /** Returns how long its whole route may be silent before it is pinged. Any thread may ask. */
  Duration quiet();

  /**
   * Returns whether the answer to a ping is overdue: new connections go elsewhere, open ones live
   * on until it is heard again or is over. Any thread may ask.
   */
  boolean isLate();

  /** Adds a watcher; it is notified at once of one that is already late. Any thread. */
  void watch(Watcher watcher);

  /** Called on the session's event loop. */
  interface Watcher {
    /** The answer to a ping is overdue. */
    void onLate(Failure why);

    /** It was late, and was heard again: it and its connections continue. */
    void onRecovered();
  }

  /** Returns whether new streams may be opened. */
  boolean takesStreams();

  /**
   * Returns whether a new stream would not wait for others: everything is read, our bytes are
   * taken, and no ping is late.
   */
  boolean isFree();

  /** Returns how many connections the session carries. */
  int streamCount();

  /** Opens a connection to a port of the pod; what is written next needs to wait for no reply. */
  TunnelStream open(int port, StreamListener listener);

  /**
   * Puts the session in doubt if a reader holds its reading up: a new connection would wait for
   * that reader.
   */
  void suspectIfStalled();

  /** Takes no new streams from now on; ends in order with its last open one. Any thread may ask. */
  void drain();

  /** Ends the session and every stream in it, now. Any thread may ask. */
  void close(Failure why);
}
