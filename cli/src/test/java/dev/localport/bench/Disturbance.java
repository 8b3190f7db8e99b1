package dev.localport.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** What goes on in some connections of a service while others are measured. */
enum Disturbance {
  /** Six connections ask for 500 MB each and read nothing: all buffers on their way are full. */
  READERS("six readers stall") {
    @Override
    Closeable begin(Ends ends, Duration span) throws IOException, InterruptedException {
      return StalledReaders.open(ends.http(), 6);
    }
  },
  /** A connection sends to a pod that reads nothing, until nothing more is taken. */
  POD("the pod does not read") {
    @Override
    Closeable begin(Ends ends, Duration span) throws IOException, InterruptedException {
      return UnreadUpload.open(ends.stall());
    }
  },
  /** A download of 1 GB at 20 MB/s is broken off ten times. */
  ABORTS("a download is broken off ten times") {
    @Override
    Closeable begin(Ends ends, Duration span) {
      return AbortedDownloads.begin(ends.http(), span);
    }
  };

  /**
   * The local ports of one forward.
   *
   * @param http answers requests
   * @param stall leads to a port of the pod that accepts and reads nothing
   */
  record Ends(int http, int stall) {}

  private final String words;

  Disturbance(String words) {
    this.words = words;
  }

  /** Begins it; closing ends it. What happens by the time is spread over the span. */
  abstract Closeable begin(Ends ends, Duration span) throws IOException, InterruptedException;

  @Override
  public String toString() {
    return words;
  }
}
