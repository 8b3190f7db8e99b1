package dev.localport.daemon.services;

import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.ForwardOrigin;
import dev.localport.daemon.kube.KubeShell;
import org.jspecify.annotations.Nullable;

/**
 * A service that is loaded. Immutable.
 *
 * @param service as the user wrote it
 * @param file where it is written, or null for a command line
 * @param origin what its forward takes from there
 */
public record LoadedService(ServiceConfig service, @Nullable String file, ForwardOrigin origin) {
  /** Returns the service's name. */
  public String name() {
    return service.name();
  }

  /** Returns how it reaches its cluster: with its own kubeconfig, else with the caller's. */
  public KubeShell shell() {
    return origin.shell();
  }
}
