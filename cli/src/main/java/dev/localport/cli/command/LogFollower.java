package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the lines of a followed log until nobody reads them. Those that arrive before the older
 * ones are printed wait for them. Used by one thread.
 */
final class LogFollower implements RpcClient.Listener {
  private final Output output;
  private final List<String> early = new ArrayList<>();
  private boolean begun;
  private Runnable stop = () -> {};

  LogFollower(Output output) {
    this.output = output;
  }

  /** Takes what ends the following: known only once the connection is there. */
  void stopsBy(Runnable stop) {
    this.stop = stop;
  }

  /** Prints the lines that were there before, then what came since. */
  void begin(List<String> older) {
    begun = true;
    output.result(older);
    output.result(early);
    early.clear();
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    if (method.equals(Methods.LOG_LINE)) {
      print(params.text("text", ""));
    } else if (method.equals(RpcConnection.MISSED)) {
      output.note("lines were left out here: they came faster than they could be shown");
    }
    if (output.isBroken()) {
      stop.run();
    }
  }

  private void print(String line) {
    if (begun) {
      output.result(line);
    } else {
      early.add(line); // the answer is on its way: the daemon queues no more than 1,000 before it
    }
  }
}
