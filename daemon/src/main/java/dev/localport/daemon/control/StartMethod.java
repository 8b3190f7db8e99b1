package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.daemon.forward.Forwards;
import dev.localport.daemon.forward.LoadException;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code config.load} and {@code service.start}. Thread-safe. */
final class StartMethod {
  private final Forwards forwards;

  StartMethod(Forwards forwards) {
    this.forwards = forwards;
  }

  JsonObject load(JsonObject params, RpcConnection from) throws InterruptedException {
    String file = params.text("file");
    List<String> notes = load(new DesiredState.Source(file, null, params.findText("kubeconfig")));
    return JsonObject.builder().put("file", file).put("notes", notes).build();
  }

  private List<String> load(DesiredState.Source source) throws InterruptedException {
    try {
      return forwards.load(source);
    } catch (LoadException e) {
      throw new RpcException(
          RpcException.FAILED,
          String.valueOf(e.getMessage()),
          JsonObject.builder()
              .put("exit_code", ExitCode.CONFIGURATION)
              .put("problems", e.problems())
              .build());
    }
  }

  JsonObject start(JsonObject params, RpcConnection from) throws InterruptedException {
    StartRequest request = StartRequest.from(params);
    List<String> notes = new ArrayList<>();
    if (request.file() != null) {
      notes.addAll(load(new DesiredState.Source(request.file(), null, request.kubeconfig())));
    }
    Forwards.Selected selected =
        request.adHoc() == null ? selected(request) : adHoc(request, request.adHoc());
    List<String> enabled = new ArrayList<>();
    for (String name : selected.names()) {
      if (forwards.isEnabled(name)) {
        enabled.add(name);
      } else {
        notes.add("%s is disabled in its file and was not started".formatted(name));
      }
    }
    if (request.bound()) {
      from.onClose(() -> forwards.release(enabled));
    }
    forwards.start(enabled);
    forwards.awaitSettled(enabled, request.patience());
    List<ServiceStatus> now = forwards.statuses(enabled);
    return new ServicesReply(now, selected.unknown(), notes).toJson();
  }

  private Forwards.Selected selected(StartRequest request) {
    Selection selection = request.selection();
    boolean named = selection.all() || !selection.names().isEmpty() || !selection.tags().isEmpty();
    return named ? forwards.select(selection) : autostarting(request.file());
  }

  private Forwards.Selected autostarting(@Nullable String file) {
    return new Forwards.Selected(file == null ? List.of() : forwards.autostarting(file), List.of());
  }

  /** The services of a command line are those that were not there before. */
  private Forwards.Selected adHoc(StartRequest request, String text) throws InterruptedException {
    Set<String> before = names();
    load(new DesiredState.Source(null, text, request.kubeconfig()));
    Set<String> added = names();
    added.removeAll(before);
    return new Forwards.Selected(List.copyOf(added), List.of());
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    forwards.statuses().forEach(service -> names.add(service.name()));
    return names;
  }
}
