package dev.localport.daemon.control;

import dev.localport.api.PortStatus;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.config.EnvTemplate;
import dev.localport.config.EnvVariable;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code service.variables}: what the files' {@code env} says of the services that listen. It is no
 * part of a status, since a value may be a secret, and a status is shown. Thread-safe.
 */
record VariablesMethod(Forwards forwards) implements RpcMethod {
  @Override
  public JsonObject call(JsonObject params, RpcConnection from) {
    Listing listing = forwards.listing();
    List<String> names = listing.select(Selection.from(params)).names();
    List<JsonObject> services = new ArrayList<>();
    for (ServiceStatus status : forwards.statuses(names)) {
      LoadedService service = listing.service(status.name());
      boolean listens = status.ports().stream().noneMatch(port -> port.local().isEmpty());
      if (service != null && listens) {
        services.add(variables(service.service().env(), status));
      }
    }
    return JsonObject.builder().put("services", services).build();
  }

  private static JsonObject variables(List<EnvVariable> env, ServiceStatus status) {
    JsonObject.Builder values = JsonObject.builder();
    for (EnvVariable variable : env) {
      values.put(variable.name(), variable.template().value(new Listens(status)));
    }
    return JsonObject.builder().put("name", status.name()).put("variables", values.build()).build();
  }

  private record Listens(ServiceStatus status) implements EnvTemplate.Listening {
    @Override
    public String name() {
      return status.name();
    }

    @Override
    public String host() {
      return status.ports().getFirst().local().getFirst().reachable().address();
    }

    /* A file that is loaded again may name another port for a moment: then the first one stands. */
    @Override
    public int port(@Nullable String of) {
      PortStatus named = find(of);
      return (named == null ? status.ports().getFirst() : named).local().getFirst().port();
    }

    private @Nullable PortStatus find(@Nullable String of) {
      for (PortStatus port : status.ports()) {
        if (of != null && of.equals(port.name())) {
          return port;
        }
      }
      for (PortStatus port : status.ports()) {
        if (of != null && of.equals(port.remote())) {
          return port;
        }
      }
      return null;
    }
  }
}
