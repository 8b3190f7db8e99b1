package dev.localport.cli.command;

import dev.localport.api.JournalEntry;
import dev.localport.api.Methods;
import dev.localport.cli.render.LogItem;
import dev.localport.cli.render.LogView;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the lines of a followed log, and events between them, until their reader is gone. It
 * remembers how far it is: the next daemon goes on there. What comes before the older lines are
 * printed waits for them. Used by one thread.
 */
final class LogFollower implements RpcClient.Listener {
  /** The number of the last event while it is not known. */
  static final long NONE_KNOWN = -1;

  private final Ending ending = new Ending();
  private final Output output;
  private final LogView view;
  private final InstantSource clock;
  private final List<JsonObject> early = new ArrayList<>();
  private @Nullable String position;
  private long event = NONE_KNOWN; // the number of the last one
  private boolean begun;

  LogFollower(Output output, LogView view, InstantSource clock) {
    this.output = output;
    this.view = view;
    this.clock = clock;
  }

  /** Takes what ends the following: known only once the connection is there. */
  void stopsBy(Runnable stop) {
    ending.by(stop);
    begun = false;
    early.clear();
  }

  /** Prints what was there before and what came since: the events among the lines, by time. */
  void begin(JsonObject answer, List<LogItem> items) {
    position = answer.findText("position");
    if (answer.flag("truncated", false)) {
      output.error(LogQuestion.TRUNCATED);
    }
    begun = true;
    List<LogItem> events = new ArrayList<>();
    early.stream().filter(params -> !params.has("text")).forEach(params -> take(params, events));
    view.print(LogItem.merged(items, events), clock.instant());
    early.stream().filter(params -> params.has("text")).forEach(this::line);
    early.clear();
  }

  /** Returns where the lines end that were printed; null: none were. */
  @Nullable String position() {
    return position;
  }

  /**
   * Returns the number of the last event that was printed, or that need not be; {@link #NONE_KNOWN}
   * at first.
   */
  long event() {
    return event;
  }

  /** Leaves out the events up to this number; another journal has smaller ones again. */
  void passEvents(long number) {
    event = number;
  }

  /** Hears up to where the log was printed, not by this. */
  void passLines(@Nullable String end) {
    position = end;
  }

  /** Tells whether the reader of the lines is gone. */
  boolean isOver() {
    return ending.isOver();
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    if (method.equals(Methods.LOG_LINE) || method.equals(Methods.EVENT)) {
      if (begun) {
        print(params);
      } else {
        early.add(params); // the answer is on its way
      }
    } else if (method.equals(Methods.EVENT_MISSED)
        && params.text("numbers", "").equals("journal")) {
      output.error("events are missing here: the journal no longer has them");
    }
    if (output.isBroken()) {
      ending.end();
    }
  }

  private void print(JsonObject params) {
    if (params.has("text")) {
      line(params);
    } else {
      List<LogItem> events = new ArrayList<>();
      take(params, events);
      view.print(events, clock.instant());
    }
  }

  private void take(JsonObject params, List<LogItem> events) {
    if (params.number("sequence") > event) {
      event = params.number("sequence");
      JournalEntry entry = JournalEntry.from(params);
      if (entry != null) {
        events.add(new LogItem.Event(entry));
      }
    }
  }

  private void line(JsonObject params) {
    if (params.flag("missed", false)) {
      output.error("lines are missing here: the log was rotated before they were read");
    }
    position = params.findText("position");
    view.print(LogItem.Line.of(params.text("text").lines().toList()), clock.instant());
  }
}
