package dev.localport.daemon.kube;

import dev.localport.api.ProxyVariables;
import org.jspecify.annotations.Nullable;

/**
 * What of a user's shell decides how clusters are reached. Immutable.
 *
 * @param kubeconfig one file or several as {@code $KUBECONFIG} lists them; null: {@code
 *     ~/.kube/config}
 * @param proxies what its variables say of proxies
 */
public record KubeShell(@Nullable String kubeconfig, ProxyVariables proxies) {}
