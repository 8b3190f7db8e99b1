package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogSeam;
import dev.localport.api.PodLogSource;
import dev.localport.api.PodLogWindow;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the log of a pod as it comes, and knows how far it has come: another daemon goes on behind
 * it. Where a log begins only the daemon knows, which sends it before the first line. Seams and
 * reasons to wait are printed on standard error. Used by one thread.
 */
final class PodLogPrinter implements RpcClient.Listener {
  private final Ending ending = new Ending();
  private final Output output;
  private @Nullable PodLogSource source;
  private PodLogWindow window = new PodLogWindow();
  private @Nullable JsonObject error;

  PodLogPrinter(Output output) {
    this.output = output;
  }

  /** Takes what ends the reading: known only once the connection is there. */
  void stopsBy(Runnable stop) {
    ending.by(stop);
  }

  /** Returns how far the log was printed; null: no log was opened yet. */
  @Nullable PodLogPosition position() {
    return source == null ? null : window.position(source);
  }

  /** Tells whether the log has ended, or its reader is gone. */
  boolean isOver() {
    return ending.isOver();
  }

  /** Returns why the log does not go on, as the daemon says; null: it ended. */
  @Nullable JsonObject error() {
    return error;
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    switch (method) {
      case Methods.POD_POSITION -> begin(PodLogPosition.from(params));
      case Methods.POD_LINES ->
          print(
              PodLogSource.from(params.object("source")),
              params.objects("lines").stream().map(PodLogLine::from).toList());
      case Methods.POD_SEAM -> seam(params);
      case Methods.POD_WAITING -> output.note(params.text("message"));
      case Methods.POD_END -> {
        error = params.findObject("error");
        ending.end();
      }
      default -> {
        // a newer daemon says more
      }
    }
    if (output.isBroken()) {
      ending.end();
    }
  }

  private void begin(PodLogPosition position) {
    source = position.source();
    window = new PodLogWindow(position);
  }

  private void print(PodLogSource from, List<PodLogLine> lines) {
    lines.forEach(window::add);
    if (output.isJson()) {
      lines.forEach(line -> output.line(json(from, line)));
    } else {
      output.result(lines.stream().map(PodLogLine::text).toList());
    }
  }

  private static JsonObject json(PodLogSource from, PodLogLine line) {
    return JsonObject.builder()
        .put("pod", from.pod())
        .put("container", from.container())
        .putAll(line.toJson())
        .build();
  }

  private void seam(JsonObject seam) {
    if (output.isJson()) {
      output.line(JsonObject.builder().put("seam", seam).build());
      return;
    }
    String line = "--- %s ---".formatted(seam.text("message"));
    if (seam.text("missing", PodLogSeam.NONE).equals(PodLogSeam.NONE)) {
      output.note(line);
    } else {
      output.error(line);
    }
  }
}
