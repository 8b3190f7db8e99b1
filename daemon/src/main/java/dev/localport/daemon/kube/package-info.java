/**
 * Kube contexts, the targets in them, and the pods behind a target. With its two rooms it alone
 * imports the Kubernetes client; no type of it is seen outside. Depends on {@code kube.client} and
 * {@code kube.reads}, on {@code net} for the address of an API server, and on {@code api}, {@code
 * config}, {@code rpc} and {@code paths}.
 */
@NullMarked
package dev.localport.daemon.kube;

import org.jspecify.annotations.NullMarked;
