package dev.localport.simulator.pods;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The latest lines that a pod's server wrote, and those who follow them. One thread. */
public final class PodLog {
  private static final int MAX_LINES = 1_000;

  /** One who follows a log. */
  public interface Follower {
    /** A line was written. */
    void onLine(String line);

    /** The pod is gone: no more lines. */
    void onEnd();
  }

  private final Deque<String> lines = new ArrayDeque<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  /** Adds a line, without its line feed. */
  public void write(String line) {
    lines.addLast(line);
    if (lines.size() > MAX_LINES) {
      lines.removeFirst();
    }
    followers.forEach(follower -> follower.onLine(line));
  }

  /** Returns the last {@code count} lines. */
  public List<String> tail(int count) {
    return lines.stream().skip(Math.max(0, lines.size() - (long) count)).toList();
  }

  /** Tells {@code follower} of each further line. */
  public void follow(Follower follower) {
    followers.add(follower);
  }

  /** Tells it no more. */
  public void unfollow(Follower follower) {
    followers.remove(follower);
  }

  void end() {
    followers.forEach(Follower::onEnd);
    followers.clear();
  }
}
