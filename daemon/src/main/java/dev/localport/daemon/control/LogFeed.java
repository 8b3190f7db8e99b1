package dev.localport.daemon.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.Methods;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogPosition;
import dev.localport.logs.LogReader;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of one log that wait to be sent to one follower. They are read from the files: so a
 * slow follower misses nothing that is kept, and one that comes back continues where it stopped.
 * Its own thread reads and writes, and waits for the follower alone.
 */
final class LogFeed {
  private static final Logger log = LoggerFactory.getLogger(LogFeed.class);

  private final LogReader reader;
  private final Supplier<LogFilter> filters;
  private final RpcConnection to;
  private LogPosition position; // the thread's own, once it runs
  private boolean isMissed; // lines were dropped, and no line after them was sent yet
  private long sent;

  @GuardedBy("this")
  private boolean isNews = true; // what was written before it began is news as well

  @GuardedBy("this")
  private boolean closed;

  /**
   * Waits for {@link #begin}.
   *
   * @param filters is asked by its thread before it reads on: services may have begun
   * @param position behind which it begins
   */
  LogFeed(LogReader reader, Supplier<LogFilter> filters, LogPosition position, RpcConnection to) {
    this.reader = reader;
    this.filters = filters;
    this.position = position;
    this.to = to;
  }

  /** Starts to send. */
  void begin() {
    Thread _ = Thread.ofVirtual().name("log-feed").start(this::run);
  }

  /** Hears that the log has another line. Never blocks. */
  synchronized void wake() {
    isNews = true;
    notifyAll();
  }

  /** Ends it; one line may still be in transit. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized boolean awaitNews() throws InterruptedException {
    while (!closed && !isNews) {
      wait();
    }
    isNews = false; // before the log is read: what comes meanwhile is news again
    return !closed;
  }

  private void run() {
    try {
      boolean isOpen = true;
      while (isOpen && awaitNews()) {
        isOpen = sendAll();
      }
    } catch (InterruptedException _) {
      // the process ends
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("log feed ended: bug"); // other followers continue
      close();
    }
  }

  private boolean sendAll() {
    boolean isOpen = to.isOpen();
    boolean isMore = true;
    while (isOpen && isMore) {
      try {
        LogPage page = LogPage.read(reader, position, filters.get());
        isOpen = send(page);
        isMore = !page.reached().isAll();
        position = page.reached().position();
      } catch (IOException _) {
        return isOpen; // the next line shows whether it can be read; to log it would be a next line
      }
    }
    return isOpen;
  }

  /** Sends a page; the first line that is sent after a gap carries {@code missed}. */
  boolean send(LogPage page) {
    isMissed |= page.reached().isMissed();
    boolean isOpen = true;
    for (LogPage.Placed entry : page.entries()) {
      if (isOpen) {
        isOpen = to.deliver(Methods.LOG_LINE, params(entry));
        isMissed = false;
      }
    }
    return isOpen;
  }

  private JsonObject params(LogPage.Placed entry) {
    return JsonObject.builder()
        .put("text", entry.text())
        .put("position", entry.end().text())
        .put("missed", isMissed)
        .put("sequence", ++sent)
        .build();
  }
}
