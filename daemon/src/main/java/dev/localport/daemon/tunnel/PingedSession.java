package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What all sessions have in common, whatever carries their streams: they are pinged, may be
 * suspected, drain, and are over once. Confined to the event loop, except for what {@link Session}
 * promises to any thread.
 */
abstract class PingedSession implements Session, Pinged {
  private final EventLoop loop;
  private final Heartbeat heartbeat;
  private final CompletableFuture<Void> suspected = new CompletableFuture<>();
  private final CompletableFuture<Failure> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> goingAway = new CompletableFuture<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private Failure lateness = Failures.lost(); // what it was when it became late
  private boolean drained;
  private boolean over; // from the first line of its end on, when closed() is not yet complete

  PingedSession(EventLoop loop, Heartbeat.Settings settings) {
    this.loop = loop;
    this.heartbeat = new Heartbeat(this, loop, settings);
  }

  /** Returns what pings it. */
  final Heartbeat pings() {
    return heartbeat;
  }

  /** Runs a task on the event loop, at once where that is the caller's thread. */
  final void run(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** Takes no new streams from now on. */
  final void beginDraining() {
    drained = true;
  }

  final boolean isDraining() {
    return drained;
  }

  /** Begins the end, and returns whether it had not begun; {@link #ended} has to follow. */
  final boolean beginEnd() {
    boolean first = !over;
    over = true;
    if (first) {
      heartbeat.stop();
    }
    return first;
  }

  /** Tells everyone that it is over, and why. */
  final void ended(Failure why) {
    closed.complete(why);
  }

  final void suspect() {
    suspected.complete(null);
  }

  /** Says that the server is about to end it. */
  final void announceEnd() {
    goingAway.complete(null);
  }

  final void received(int bytes) {
    heartbeat.received(bytes);
  }

  @Override
  public final CompletableFuture<Failure> closed() {
    return closed;
  }

  @Override
  public final CompletableFuture<Void> suspected() {
    return suspected;
  }

  @Override
  public final CompletableFuture<Void> goingAway() {
    return goingAway;
  }

  @Override
  public final EventLoop eventLoop() {
    return loop;
  }

  @Override
  public final HeartbeatStats heartbeat() {
    return heartbeat.stats();
  }

  @Override
  public final Duration silence() {
    return heartbeat.silence();
  }

  @Override
  public final CompletableFuture<Void> ping() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    run(() -> heartbeat.pingNow(answer));
    return answer;
  }

  @Override
  public void prove() {
    run(heartbeat::prove);
  }

  @Override
  public final Duration quiet() {
    return heartbeat.patience().quiet();
  }

  @Override
  public final boolean isLate() {
    return heartbeat.isLate();
  }

  @Override
  public final void watch(Watcher watcher) {
    run(() -> {
      watchers.add(watcher);
      if (isLate()) {
        watcher.onLate(lateness);
      }
    });
  }

  @Override
  public final void onLate(Failure why) {
    lateness = why;
    List.copyOf(watchers).forEach(watcher -> watcher.onLate(why));
  }

  @Override
  public final void onRecovered() {
    List.copyOf(watchers).forEach(Watcher::onRecovered);
  }

  @Override
  public boolean takesStreams() {
    return !drained && !over;
  }

  @Override
  public final boolean isOver() {
    return over;
  }

  @Override
  public final boolean isSuspected() {
    return suspected.isDone();
  }
}
