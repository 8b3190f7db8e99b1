/**
 * Kube contexts, credentials, the Kubernetes client, and the pods behind a target. Alone imports
 * the Kubernetes client; no public signature shows a type of it. Depends on {@code config}, {@code
 * api}, {@code rpc}, {@code paths}, on {@code recovery} for pauses and, for the address of an API
 * server, on {@code net}.
 */
@NullMarked
package dev.localport.daemon.kube;

import org.jspecify.annotations.NullMarked;
