package dev.localport.daemon.kube;

import dev.localport.api.PodLogLine;

/** What one look at a {@link LogReader} gave. */
public sealed interface LogRead {
  /** A line. */
  record Line(PodLogLine line) implements LogRead {}

  /** What stands in the log's place without a time: words of the node, not of the container. */
  record Remark(String words) implements LogRead {}

  /** Nothing came in the time that was given. */
  record Quiet() implements LogRead {}

  /** The answer ended in order. */
  record End() implements LogRead {}
}
