package dev.localport.history;

import dev.localport.api.Outage;

/** Takes what a {@link Course} finds, in order. */
public interface Sink {
  /** A stretch of time in which the service was wanted. */
  void span(Span span);

  /** An outage that has ended. */
  void outage(Outage outage);
}
