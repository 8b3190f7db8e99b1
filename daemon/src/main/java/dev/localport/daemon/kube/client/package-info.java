/**
 * What it takes to ask an API server: kubeconfigs, credentials, and one client of the fabric8
 * library for each context. The other rooms of {@code kube} ask through {@code ApiClient}; the rest
 * of the daemon sees {@code KubeException} only. Depends on {@code net} for connections, and on
 * {@code api}, {@code rpc} and {@code paths}.
 */
@NullMarked
package dev.localport.daemon.kube.client;

import org.jspecify.annotations.NullMarked;
