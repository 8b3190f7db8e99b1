package dev.localport.daemon.actor;

import org.jspecify.annotations.Nullable;

/**
 * The one thread that may touch what an owner owns. Each part that belongs to an owner is given
 * this, and calls {@link #check} where it is entered: a call from another thread then fails at
 * once, with words, instead of corrupting what the part holds.
 *
 * <p>It also says whose thread it is, for the log. Thread-safe.
 */
public final class OwnerThread {
  private final String key;
  private final String name;
  private volatile @Nullable Thread thread;

  /**
   * Creates one that no thread has claimed yet: until then, every call is refused.
   *
   * @param key under which the name stands in the log: {@code service}
   */
  public OwnerThread(String key, String name) {
    this.key = key;
    this.name = name;
  }

  /** Returns one that the calling thread has claimed. */
  public static OwnerThread here(String key, String name) {
    OwnerThread owner = new OwnerThread(key, name);
    owner.claim();
    return owner;
  }

  /** Returns the key under which the name stands in the log. */
  String key() {
    return key;
  }

  /** Returns whose thread it is. */
  String name() {
    return name;
  }

  /** Makes the calling thread the owner's. */
  void claim() {
    thread = Thread.currentThread();
  }

  /**
   * Refuses every thread but the owner's.
   *
   * @throws IllegalStateException if another thread calls
   */
  public void check() {
    Thread current = Thread.currentThread();
    if (!current.equals(thread)) {
      throw new IllegalStateException(
          "thread %s touched what belongs to the owner of %s %s"
              .formatted(current.getName(), key, name));
    }
  }
}
