package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.api.OperationStatus;
import dev.localport.daemon.operations.FullQueueException;
import dev.localport.daemon.operations.Operations;
import dev.localport.daemon.services.Forwards;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code operation.list} and {@code operation.cancel}. Thread-safe. */
record OperationMethods(Forwards forwards) {
  JsonObject list(JsonObject params, RpcConnection from) {
    int most = Math.clamp(params.number("limit", Operations.ENDED), 0, Operations.ENDED);
    List<OperationStatus> all = forwards.operations(); // the pending ones come first
    long pending = all.stream().filter(OperationStatus::isPending).count();
    return JsonObject.builder()
        .put("operations", all.stream().limit(pending + most).map(OperationStatus::toJson).toList())
        .build();
  }

  JsonObject cancel(JsonObject params, RpcConnection from) throws InterruptedException {
    long id = params.number("id");
    OperationStatus canceled = forwards.cancel(id);
    if (canceled == null) {
      throw notPending(id, forwards.operation(id));
    }
    return JsonObject.builder()
        .put("operation", canceled.toJson())
        .put("not_saved", forwards.notSaved())
        .build();
  }

  private static RpcException notPending(long id, @Nullable OperationStatus known) {
    return RpcException.failed(
        ExitCode.SERVICE,
        known == null
            ? "no operation %d; see: localport operations".formatted(id)
            : "operation %d cannot be canceled: %s of %s is %s; see: localport operations"
                .formatted(id, known.operation(), known.service(), known.state()));
  }

  /** Returns what a command is answered that needs more room in the queue than there is. */
  static RpcException full(FullQueueException e) {
    return RpcException.failed(ExitCode.GENERAL, String.valueOf(e.getMessage()));
  }
}
