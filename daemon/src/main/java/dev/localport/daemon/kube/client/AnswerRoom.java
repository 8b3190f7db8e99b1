package dev.localport.daemon.kube.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Room in memory for answers that are kept whole, of all contexts together: each has a limit of its
 * own, and several servers that go up to it would fill the heap for all. The first part of an
 * answer takes none, so servers with long answers leave the usual ones alone. Thread-safe.
 */
final class AnswerRoom {
  /** How many bytes of each answer need no room. */
  static final int FREE = 1024 * 1024;

  /** How many bytes there are for the rest of all answers. */
  static final int MOST = 16 * 1024 * 1024;

  private final AtomicLong taken = new AtomicLong();

  /** Takes room where an answer grows; false: there is none. */
  boolean grow(long before, long after) {
    long more = counted(after) - counted(before);
    if (taken.addAndGet(more) <= MOST) {
      return true;
    }
    taken.addAndGet(-more);
    return false;
  }

  /** Gives back the room of an answer of this many bytes. */
  void give(long bytes) {
    taken.addAndGet(-counted(bytes));
  }

  private static long counted(long bytes) {
    return Math.max(0, bytes - FREE);
  }
}
