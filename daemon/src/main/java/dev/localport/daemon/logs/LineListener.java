package dev.localport.daemon.logs;

/** Who follows a log; called on the logging thread, and must not block. */
@FunctionalInterface
public interface LineListener {
  /** Takes one line, without its end. */
  void onLine(String line);
}
