package dev.localport.daemon.services;

import dev.localport.config.ServiceConfig;
import dev.localport.daemon.kube.KubeShell;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to try a service apart from its forward.
 *
 * @param shell the caller's, with the service's own kubeconfig where it has one
 * @param pinned the context that it settled on, or null
 */
public record ServiceProbe(ServiceConfig service, KubeShell shell, @Nullable String pinned) {}
