package dev.localport.cli.command;

import dev.localport.api.JournalEntry;
import dev.localport.api.Methods;
import dev.localport.cli.render.JournalView;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import java.time.InstantSource;

/**
 * Prints events as they come until their reader is gone, and remembers the number of the last one:
 * the next daemon goes on behind it. Used by one thread.
 */
final class EventFollower implements RpcClient.Listener {
  private final Ending ending = new Ending();
  private final Output output;
  private final JournalView view;
  private final InstantSource clock;
  private long last;

  EventFollower(Output output, JournalView view, InstantSource clock) {
    this.output = output;
    this.view = view;
    this.clock = clock;
  }

  /** Takes what ends the following: known only once the connection is there. */
  void stopsBy(Runnable stop) {
    ending.by(stop);
  }

  /** Returns the number of the last event that came or was missed; 0 before the first. */
  long last() {
    return last;
  }

  /** Begins behind this number. */
  void beginBehind(long number) {
    last = Math.max(last, number);
  }

  /** Tells whether the reader of the lines is gone. */
  boolean isOver() {
    return ending.isOver();
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    if (method.equals(Methods.EVENT)) {
      last = params.number("sequence");
      JournalEntry entry = JournalEntry.from(params);
      if (entry != null) {
        view.print(entry, clock.instant());
      }
    } else if (method.equals(Methods.EVENT_MISSED)
        && params.text("numbers", "").equals("journal")) {
      last = params.number("to");
      output.error(missed(params.number("from"), last));
    }
    if (output.isBroken()) {
      ending.end();
    }
  }

  private static String missed(long from, long to) {
    return from == to
        ? "event %d is missing here: it was not kept".formatted(from)
        : "events %d to %d are missing here: they were not kept".formatted(from, to);
  }
}
