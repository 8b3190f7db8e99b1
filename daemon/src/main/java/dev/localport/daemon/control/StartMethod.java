package dev.localport.daemon.control;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.daemon.operations.FullQueueException;
import dev.localport.daemon.services.Admission;
import dev.localport.daemon.services.Consent;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.LoadException;
import dev.localport.daemon.services.Owner;
import dev.localport.daemon.services.Selected;
import dev.localport.daemon.state.DesiredState;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code config.load} and {@code service.start}. Thread-safe. */
final class StartMethod {
  private static final Selected NONE = new Selected(List.of(), List.of(), List.of());

  private final Forwards forwards;
  private final Subscribers subscribers;

  StartMethod(Forwards forwards, Subscribers subscribers) {
    this.forwards = forwards;
    this.subscribers = subscribers;
  }

  JsonObject load(JsonObject params, RpcConnection from) throws InterruptedException {
    String file = params.text("file");
    List<String> notes = load(DesiredState.Source.of(file, Caller.from(params)));
    return JsonObject.builder().put("file", file).put("notes", notes).build();
  }

  private List<String> load(DesiredState.Source source) throws InterruptedException {
    try {
      List<String> notes = new ArrayList<>(forwards.load(source));
      notes.addAll(
          forwards
              .listing()
              .portClashes(service -> String.valueOf(source.file()).equals(service.file())));
      if (source.file() != null) {
        notes.addAll(forwards.listing().overridden(source.file()));
      }
      return notes;
    } catch (LoadException e) {
      throw refused(e);
    }
  }

  private static RpcException refused(LoadException e) {
    return new RpcException(
        RpcException.FAILED,
        String.valueOf(e.getMessage()),
        JsonObject.builder()
            .put("exit_code", ExitCode.CONFIGURATION)
            .put("problems", e.problems())
            .build());
  }

  JsonObject start(JsonObject params, RpcConnection from) throws InterruptedException {
    StartRequest request = StartRequest.from(params);
    forwards.lend(request.caller().environment());
    List<String> notes = new ArrayList<>();
    if (request.file() != null) {
      notes.addAll(load(DesiredState.Source.of(request.file(), request.text(), request.caller())));
    }
    if (!request.bound()) {
      Selected begun = begin(request, null, notes);
      forwards.awaitSettled(
          begun.names(), request.waiting(), Progress.of(params, forwards, begun.names(), from));
      notes.addAll(forwards.hinderedLogins());
      List<ServiceStatus> services = forwards.statuses(begun.names());
      notes.addAll(withoutOperation(services));
      return reply(services, begun, notes, forwards.notSaved());
    }
    Owner owner = new Subscriber(from, subscribers);
    keepOpen(from); // the services end with it
    Selected begun;
    try {
      begun = begin(request, owner, notes);
    } finally {
      from.onClose(() -> forwards.letGo(owner)); // at last: it may have closed meanwhile
    }
    forwards.awaitSettled(
        begun.names(), request.waiting(), Progress.of(params, forwards, begun.names(), from));
    notes.addAll(forwards.hinderedLogins());
    return reply(forwards.hear(owner, begun.names()), begun, notes, null);
  }

  /* Whether a cluster is offline may be known only after the start; then the queue may be full. */
  private List<String> withoutOperation(List<ServiceStatus> services) {
    List<String> names =
        services.stream()
            .filter(service -> "cluster_offline".equals(service.reason()))
            .filter(service -> service.pending() == null)
            .map(ServiceStatus::name)
            .toList();
    return names.isEmpty() || !forwards.isQueueFull()
        ? List.of()
        : List.of(
            "the queue of operations is full; these services connect when their cluster is back, without an operation in the list: %s"
                .formatted(String.join(", ", names)));
  }

  private static void keepOpen(RpcConnection from) {
    try {
      from.keepOpen();
    } catch (RpcException e) {
      throw new RpcException(
          RpcException.FAILED,
          "cannot forward in the foreground: %s; end one with Ctrl-C, or forward in the background: localport forward -d"
              .formatted(e.getMessage()));
    }
  }

  private JsonObject reply(
      List<ServiceStatus> services, Selected begun, List<String> notes, @Nullable String notSaved) {
    return new ServicesReply(services, begun.unknown(), begun.unknownTags(), notes, notSaved)
        .meaning(forwards.listing().near(begun))
        .toJson();
  }

  /** Starts what is meant and may run, and returns that. */
  private Selected begin(StartRequest request, @Nullable Owner owner, List<String> notes)
      throws InterruptedException {
    Consent consent = request.confirmed() ? Consent.GIVEN : Consent.NOT_GIVEN;
    Selected meant = request.adHocs().isEmpty() ? selected(request) : NONE;
    Admission admission = admitted(request, meant, consent, owner);
    if (!admission.asking().isEmpty()) {
      throw unconfirmed(admission.asking());
    }
    if (!request.adHocs().isEmpty()) {
      notes.addAll(
          forwards.listing().portClashes(service -> admission.admitted().contains(service.name())));
    }
    for (String name : admission.disabled()) {
      notes.add("%s is disabled in its file and was not started".formatted(name));
    }
    List<String> answered = new ArrayList<>(admission.admitted());
    answered.addAll(admission.unset());
    return new Selected(answered, meant.unknown(), meant.unknownTags());
  }

  private Admission admitted(
      StartRequest request, Selected meant, Consent consent, @Nullable Owner owner)
      throws InterruptedException {
    try {
      return request.adHocs().isEmpty()
          ? forwards.start(meant.names(), consent, owner, request.file())
          : forwards.start(request.adHocs(), request.caller(), consent, owner);
    } catch (LoadException e) {
      throw refused(e);
    } catch (FullQueueException e) {
      throw OperationMethods.full(e);
    }
  }

  private static RpcException unconfirmed(List<String> names) {
    return new RpcException(
        RpcException.FAILED,
        "%s must be confirmed (confirm: true): add --yes; nothing was started"
            .formatted(String.join(", ", names)),
        JsonObject.builder()
            .put("exit_code", ExitCode.CONFIGURATION)
            .put("confirm", names)
            .build());
  }

  private Selected selected(StartRequest request) {
    Selection selection = request.selection();
    boolean named = selection.all() || !selection.names().isEmpty() || !selection.tags().isEmpty();
    return named ? forwards.listing().select(selection) : autostarting(request.file());
  }

  private Selected autostarting(@Nullable String file) {
    return new Selected(
        file == null ? List.of() : forwards.listing().wanted(file), List.of(), List.of());
  }
}
