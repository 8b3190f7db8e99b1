package dev.localport.daemon.control;

import dev.localport.api.Caller;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.client.PluginLogin;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * {@code credentials.login}: first says what to run in the caller's terminal, then takes what that
 * printed. Thread-safe.
 */
public final class LoginMethod implements RpcMethod {
  private final KubeContexts contexts;
  private final Supplier<List<ServiceStatus>> services;
  private final Runnable loggedIn;

  /**
   * Logs in to these contexts.
   *
   * @param services every service that is loaded, as it is now
   * @param loggedIn is called when there are new credentials: what waits for them retries at once
   */
  public LoginMethod(
      KubeContexts contexts, Supplier<List<ServiceStatus>> services, Runnable loggedIn) {
    this.contexts = contexts;
    this.services = services;
    this.loggedIn = loggedIn;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) {
    KubeShell shell = KubeShell.of(Caller.from(params));
    String context = params.findText("context");
    String output = params.findText("output");
    try {
      return output == null
          ? begun(contexts.beginLogin(shell, context, params.flag("terminal", false)))
          : ended(contexts.endLogin(shell, context, output));
    } catch (KubeException e) {
      throw RpcException.failed(e.failure().kind().exitCode(), e.failure().message());
    }
  }

  private static JsonObject begun(PluginLogin login) {
    return JsonObject.builder()
        .put("context", login.context())
        .put("words", login.words())
        .put("variables", new TreeMap<>(login.variables()))
        .build();
  }

  private JsonObject ended(String context) {
    List<String> waiting =
        services.get().stream()
            .filter(service -> isWaiting(service, context))
            .map(ServiceStatus::name)
            .toList();
    loggedIn.run();
    return JsonObject.builder().put("context", context).put("services", waiting).build();
  }

  private static boolean isWaiting(ServiceStatus service, String context) {
    return context.equals(service.context())
        && !service.isUp()
        && !service.state().equals("stopped");
  }
}
