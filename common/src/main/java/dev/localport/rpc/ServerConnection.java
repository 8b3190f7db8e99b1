package dev.localport.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection. Its reader thread takes the requests and, at the end, undoes everything;
 * each call has its own thread and writes its own answer; one more thread writes notifications. To
 * end it, the reader is interrupted, and that closes the channel.
 *
 * <p>Over 300 lines, since all its threads share the question of which may still write.
 */
final class ServerConnection implements RpcConnection {
  /** How many calls of one connection run at a time; the next request waits in the socket. */
  static final int MAX_CALLS = 64;

  /** What is to be done once the answer to a call is written. */
  private static final ScopedValue<List<Runnable>> AFTERWARDS = ScopedValue.newInstance();

  private static final Duration END_GRACE = Duration.ofSeconds(1);

  /** A command sends its first request at once; a client without one after this time is silent. */
  private static final Duration SILENT_AFTER = Duration.ofSeconds(1);

  private final SocketChannel channel;
  private final RpcMethods methods;
  private final BiConsumer<String, Throwable> bugs;
  private final LineReader in;
  private final LineWriter out;
  private final Notifier notifier;
  private final Semaphore slots = new Semaphore(MAX_CALLS);
  private final RpcLimits limits;
  private final Semaphore lasting;
  private final CountDownLatch spoke = new CountDownLatch(1);
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rpc-call-", 0).factory());
  private final Thread reader = Thread.ofVirtual().name("rpc-reader").unstarted(this::read);
  private final Thread sender = Thread.ofVirtual().name("rpc-notifier").unstarted(this::send);

  private final AtomicInteger running = new AtomicInteger(); // calls that have no answer yet
  private volatile long lastWord = System.nanoTime();
  private volatile boolean listens;

  @GuardedBy("this")
  private boolean kept;

  @GuardedBy("this")
  private boolean open = true;

  @GuardedBy("this")
  private @Nullable List<Runnable> onClose; // null once they have been taken

  /**
   * Takes a connection over.
   *
   * @param limits of all connections
   * @param lasting what is left for connections that are kept open
   * @param ended is called when the connection is closed, before the tasks of {@link #onClose}
   */
  ServerConnection(
      SocketChannel channel,
      RpcMethods methods,
      BiConsumer<String, Throwable> bugs,
      RpcLimits limits,
      Semaphore lasting,
      Consumer<ServerConnection> ended) {
    this.channel = channel;
    this.methods = methods;
    this.bugs = bugs;
    this.limits = limits;
    this.lasting = lasting;
    this.onClose = new ArrayList<>(List.of(() -> ended.accept(this)));
    this.in = new LineReader(channel);
    this.out = new LineWriter(channel);
    this.notifier = new Notifier(out);
  }

  void start() {
    sender.start();
    reader.start();
  }

  @Override
  public void notify(String method, JsonObject params) {
    if (isOpen()) {
      notifier.offer(method, params);
    }
  }

  @Override
  public boolean deliver(String method, JsonObject params) {
    try {
      if (isOpen()) {
        out.writeLine(RpcRequest.notification(method, params));
      }
      return isOpen();
    } catch (IOException _) {
      abort();
      return false;
    }
  }

  @Override
  public void afterAnswer(Runnable task) {
    if (AFTERWARDS.isBound()) {
      AFTERWARDS.get().add(task);
    } else {
      task.run();
    }
  }

  @Override
  public synchronized void keepOpen() {
    if (kept || onClose == null) {
      return;
    } else if (!lasting.tryAcquire()) {
      throw new RpcException(
          RpcException.FAILED,
          "the limit of %d long-lived connections is reached".formatted(limits.lasting()));
    }
    kept = true;
    onClose.add(lasting::release);
  }

  private synchronized boolean isKept() {
    return kept;
  }

  /** Returns how the connection is used at a time, by {@link System#nanoTime}. */
  Room.Standing standing(long now) {
    long idle = now - lastWord;
    boolean silent = spoke.getCount() > 0 && idle > SILENT_AFTER.toNanos();
    Room.Use unused = silent ? Room.Use.SILENT : Room.Use.IDLE;
    boolean inUse = isKept() || running.get() > 0;
    Room.Use used = inUse ? Room.Use.IN_USE : Room.Use.LISTENING;
    return new Room.Standing(inUse || listens ? used : unused, idle);
  }

  @Override
  public void onClose(Runnable task) {
    listens = true;
    synchronized (this) {
      if (onClose != null) {
        onClose.add(task);
        return;
      }
    }
    task.run();
  }

  @Override
  public synchronized boolean isOpen() {
    return open;
  }

  private void read() {
    try {
      boolean more = true;
      while (more) {
        more = takeLine();
      }
      // a client that has ended its sending side may still listen, as nc -N does: answer it
      calls.shutdown();
      boolean _ = calls.awaitTermination(END_GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (IOException | InterruptedException _) {
      // the peer disconnected, or abort() was called: either is the end
    } catch (RuntimeException e) {
      bugs.accept("rpc-reader", e);
    } finally {
      end();
    }
  }

  private boolean takeLine() throws IOException, InterruptedException {
    Object id = null;
    try {
      String line = in.readLine();
      if (line == null) {
        return false;
      }
      lastWord = System.nanoTime();
      spoke.countDown();
      JsonReader.Reading message = JsonReader.read(line);
      id = RpcRequest.idOf(message.object());
      begin(RpcRequest.of(message, id));
    } catch (RpcException e) {
      out.writeLine(RpcReply.error(id, e));
    } catch (RuntimeException | StackOverflowError e) { // ours: the peer's next line may be better
      bugs.accept("rpc-reader", e);
      out.writeLine(RpcReply.error(id, internalError()));
    }
    return true;
  }

  private void begin(RpcRequest request) throws IOException, InterruptedException {
    slots.acquire();
    running.incrementAndGet();
    try {
      calls.execute(() -> answer(request));
    } catch (RejectedExecutionException _) {
      running.decrementAndGet();
      slots.release();
      if (request.wantsAnswer()) {
        throw new RpcException(RpcException.FAILED, "the server is stopping");
      }
    }
  }

  private void answer(RpcRequest request) {
    List<Runnable> afterwards = new ArrayList<>();
    try {
      String line = ScopedValue.where(AFTERWARDS, afterwards).call(() -> carryOut(request));
      boolean _ = Thread.interrupted(); // a method may leave it set: it would close the channel
      if (request.wantsAnswer()) {
        reply(request, line);
      }
      afterwards.forEach(Runnable::run);
    } catch (IOException _) {
      abort();
    } finally {
      slots.release();
    }
  }

  private String carryOut(RpcRequest request) {
    try {
      RpcMethod method = methods.named(request.method());
      return RpcReply.result(request.id(), method.call(request.params(), this));
    } catch (RpcException e) {
      return RpcReply.error(request.id(), e);
    } catch (InterruptedException _) { // with the connection as a rule: then nothing reads this
      return RpcReply.error(
          request.id(), new RpcException(RpcException.FAILED, "the call was interrupted"));
    } catch (RuntimeException | Error e) { // all of it: the waiting caller must get an answer
      bugs.accept(request.method(), e);
      return RpcReply.error(request.id(), internalError());
    } finally {
      running.decrementAndGet(); // an answer that its peer does not read keeps nothing going
      lastWord = System.nanoTime();
    }
  }

  private static RpcException internalError() {
    return new RpcException(RpcException.INTERNAL_ERROR, "internal error");
  }

  private void reply(RpcRequest request, String line) throws IOException {
    try {
      out.writeLine(line);
    } catch (RpcException tooLong) {
      out.writeLine(RpcReply.error(request.id(), tooLong));
    }
  }

  private void send() {
    try {
      Duration firstWord = limits.firstWord();
      if (spoke.await(firstWord.toNanos(), TimeUnit.NANOSECONDS)) {
        notifier.run();
      } else {
        dismiss("closed: no request within %d s".formatted(firstWord.toSeconds()));
      }
    } catch (IOException | InterruptedException _) {
      abort();
    }
  }

  /**
   * Says why and ends the connection, also where the peer does not read. Returns at once.
   *
   * @param why for people
   */
  void dismiss(String why) {
    RpcException reason = new RpcException(RpcException.FAILED, why);
    Thread saying = Thread.ofVirtual().name("rpc-dismiss").start(() -> say(reason));
    Thread _ = Thread.ofVirtual().name("rpc-dismiss").start(() -> abortAfter(saying));
  }

  private void say(RpcException reason) {
    try {
      out.writeLine(RpcReply.error(null, reason));
    } catch (IOException _) {
      // it has left by itself
    }
  }

  private void abortAfter(Thread saying) {
    try {
      boolean _ = saying.join(END_GRACE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    abort();
  }

  /** Ends the connection from any thread; the reader undoes the rest. */
  void abort() {
    synchronized (this) { // so that no interrupt comes after end() has begun
      if (open) {
        open = false;
        reader.interrupt();
      }
    }
  }

  /**
   * Takes no new calls, lets running ones end, interrupts those that have not ended in time so that
   * they can still say so, sends the notifications that wait, and ends the connection.
   */
  void finish(Duration grace) {
    try {
      calls.shutdown();
      if (!calls.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        calls.shutdownNow();
        boolean _ = calls.awaitTermination(END_GRACE.toNanos(), TimeUnit.NANOSECONDS);
      }
      notifier.finish();
      sender.join(END_GRACE);
      abort();
      reader.join(END_GRACE);
    } catch (InterruptedException _) {
      abort();
      Thread.currentThread().interrupt(); // our caller is being stopped too: do not wait longer
    }
  }

  private void end() {
    List<Runnable> tasks;
    synchronized (this) {
      open = false;
      tasks = onClose == null ? List.of() : onClose;
      onClose = null;
    }
    boolean _ = Thread.interrupted(); // it was for reading, not for the tasks
    try {
      channel.close();
    } catch (IOException e) {
      bugs.accept("rpc-close", e);
    }
    calls.shutdownNow();
    sender.interrupt();
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException e) { // one owner's bug must not cost the others their end
        bugs.accept("rpc-close", e);
      }
    }
  }
}
