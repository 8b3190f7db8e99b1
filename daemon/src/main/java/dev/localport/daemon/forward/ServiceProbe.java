package dev.localport.daemon.forward;

import dev.localport.config.ServiceConfig;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to try a service apart from its forward.
 *
 * @param kubeconfig the service's own or the caller's, or null for the user's
 * @param pinned the context that it settled on, or null
 */
public record ServiceProbe(
    ServiceConfig service, @Nullable String kubeconfig, @Nullable String pinned) {}
