package dev.localport.e2e.traffic;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** A client that keeps one connection through an outage. One thread at a time may call it. */
public interface Traffic extends Closeable {
  /** Returns what it speaks, a word or two. */
  String name();

  /** Waits until the connection works: what is sent from now on is answered. */
  void awaitAnswers() throws IOException, InterruptedException;

  /** Sends no more, and fails unless all arrived, once and in order. */
  void assertWhole() throws IOException, InterruptedException;

  /** Waits until the connection is broken, and returns how long after {@code begun} that was. */
  Duration awaitBroken(long begun) throws IOException, InterruptedException;
}
