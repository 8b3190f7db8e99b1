package dev.localport.daemon.control;

import dev.localport.api.Failure;
import dev.localport.api.Methods;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogSeam;
import dev.localport.api.PodLogSource;
import dev.localport.daemon.podlog.PodLogSink;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a log over its connection. */
final class PodLogPeer implements PodLogSink {
  private final RpcConnection to;
  private long sequence;

  PodLogPeer(RpcConnection to) {
    this.to = to;
  }

  private boolean send(String method, JsonObject params) {
    sequence++;
    return to.deliver(
        method, JsonObject.builder().putAll(params).put("sequence", sequence).build());
  }

  @Override
  public boolean position(PodLogPosition position) {
    return send(Methods.POD_POSITION, position.toJson());
  }

  @Override
  public boolean lines(PodLogSource source, List<PodLogLine> lines) {
    return send(
        Methods.POD_LINES,
        JsonObject.builder()
            .put("source", source.toJson())
            .put("lines", lines.stream().map(PodLogLine::toJson).toList())
            .build());
  }

  @Override
  public boolean seam(PodLogSeam seam) {
    return send(Methods.POD_SEAM, seam.toJson());
  }

  @Override
  public boolean waiting(String message) {
    return send(Methods.POD_WAITING, JsonObject.builder().put("message", message).build());
  }

  @Override
  public void end(@Nullable Failure why) {
    JsonObject error =
        why == null
            ? null
            : JsonObject.builder()
                .put("message", why.message())
                .put("exit_code", why.kind().exitCode())
                .build();
    var _ = send(Methods.POD_END, JsonObject.builder().put("error", error).build());
  }
}
