package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the lines of a followed log until nobody reads them. Those that arrive before the older
 * ones are printed wait for them. One daemon after the other may begin; lines that stand in the
 * answer of the next one and were printed before are left out. Used by one thread.
 */
final class LogFollower implements RpcClient.Listener {
  private final Output output;
  private final List<String> early = new ArrayList<>();
  private @Nullable String last;
  private boolean begun;
  private boolean over;
  private Runnable stop = () -> {};

  LogFollower(Output output) {
    this.output = output;
  }

  /** Takes what ends the following: known only once the connection is there. */
  void stopsBy(Runnable stop) {
    this.stop = stop;
    begun = false;
  }

  /** Prints the lines that were there before, then what came since. */
  void begin(JsonObject answer) {
    List<String> older = answer.texts("lines");
    if (last == null && answer.flag(LogsCommand.TRUNCATED, false)) {
      output.note(LogsCommand.LEFT_OUT.formatted(answer.text("path")));
    }
    begun = true;
    int printed = last == null ? 0 : older.lastIndexOf(last) + 1;
    print(older.subList(printed, older.size()));
    print(early);
    early.clear();
  }

  /** Tells whether the reader of the lines is gone. */
  boolean isOver() {
    return over;
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    if (method.equals(Methods.LOG_LINE)) {
      take(params.text("text", ""));
    } else if (method.equals(RpcConnection.MISSED)) {
      output.note("lines were left out here: they came faster than they could be shown");
    }
    if (output.isBroken()) {
      over = true;
      stop.run();
    }
  }

  private void take(String text) {
    List<String> lines = text.lines().toList(); // a trace of an error has several
    if (begun) {
      print(lines);
    } else {
      early.addAll(
          lines); // the answer is on its way: the daemon queues no more than 1,000 before it
    }
  }

  /* Each line begins with its time, so the last one tells where the next daemon goes on. */
  private void print(List<String> lines) {
    if (!lines.isEmpty()) {
      output.result(lines);
      last = lines.getLast();
    }
  }
}
