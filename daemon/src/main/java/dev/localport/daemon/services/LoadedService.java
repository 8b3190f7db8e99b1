package dev.localport.daemon.services;

import dev.localport.config.Origin;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.ForwardOrigin;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.settings.Overlay;
import dev.localport.daemon.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service that is loaded. Immutable.
 *
 * @param service as the user wrote it
 * @param file where it is written, or null for a command line
 * @param origin what its forward takes from there
 * @param origins where its values come from in the file, by path
 */
public record LoadedService(
    ServiceConfig service,
    @Nullable String file,
    ForwardOrigin origin,
    Map<String, Origin> origins) {
  /** Copies the map, so that a service never changes. */
  public LoadedService {
    origins = Map.copyOf(origins);
  }

  /** Returns the service's name. */
  public String name() {
    return service.name();
  }

  /** Returns what settings make of it; {@code context} is the one it runs in, null: not known. */
  Overlay under(Settings settings, @Nullable String context) {
    return settings.over(service, origins, context, file == null);
  }

  /** Returns how it reaches its cluster: with its own kubeconfig, else with the caller's. */
  public KubeShell shell() {
    return origin.shell();
  }
}
