package dev.localport.simulator.pods;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The latest lines that a pod's server wrote, those of its run before, and its followers. One
 * thread.
 */
public final class PodLog {
  private static final int MAX_LINES = 50_000;

  /** A follower of a log. */
  public interface Follower {
    /** A line was written. */
    void onLine(Line line);

    /** The server has ended: no more lines. */
    void onEnd();
  }

  /**
   * One line.
   *
   * @param at when it was written
   */
  public record Line(Instant at, String text) {}

  private final InstantSource clock;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private Deque<Line> lines = new ArrayDeque<>();
  private List<Line> previous = List.of();
  private int restarts;

  PodLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds a line, without its line feed. */
  public void write(String text) {
    write(List.of(text));
  }

  /** Adds lines that are all written in one instant. */
  public void write(List<String> texts) {
    Instant now = clock.instant();
    for (String text : texts) {
      Line line = new Line(now, text);
      lines.addLast(line);
      if (lines.size() > MAX_LINES) {
        lines.removeFirst();
      }
      followers.forEach(follower -> follower.onLine(line));
    }
  }

  /** Returns the lines of this run of the server. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Returns the lines of the run before; before the first restart there are none. */
  public List<Line> previous() {
    return previous;
  }

  /** Returns how often the server was restarted. */
  public int restarts() {
    return restarts;
  }

  /** Ends the log as a restart of the server does, and begins the next one. */
  public void restart() {
    previous = lines();
    lines = new ArrayDeque<>();
    restarts++;
    end();
  }

  /** Forgets the lines so far, as a node does that rotates a log; followers continue. */
  public void rotate() {
    lines.clear();
  }

  /** Tells {@code follower} of each further line. */
  public void follow(Follower follower) {
    followers.add(follower);
  }

  /** Tells it no more. */
  public void unfollow(Follower follower) {
    followers.remove(follower);
  }

  /** Tells followers that there are no more lines: the server was asked to end, or has. */
  public void end() {
    followers.forEach(Follower::onEnd);
    followers.clear();
  }
}
