package dev.localport.daemon.control;

import dev.localport.api.ReloadReply;
import dev.localport.api.ReloadReply.FileReload;
import dev.localport.daemon.services.Forwards;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code daemon.reload}: reads every file again, also one that was left out when the daemon
 * started. A broken one changes nothing, and hinders no other. Thread-safe.
 */
record ReloadMethod(Forwards forwards) implements RpcMethod {
  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    List<FileReload> files = new ArrayList<>();
    for (String file : forwards.listing().reloadable()) {
      @Nullable String why = forwards.reload(file);
      files.add(
          why == null
              ? new FileReload(file, List.of(), forwards.listing().overridden(file))
              : new FileReload(file, why.lines().toList()));
    }
    return new ReloadReply(files).toJson();
  }
}
