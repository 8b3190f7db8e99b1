/**
 * Long lists and streams of an API server, read object by object as they arrive: how a cluster is,
 * and the pods of a namespace. Outside of {@code kube}, they are asked for through {@code
 * ClusterReads}. Depends on {@code kube.client}, on {@code net} to clean text, on {@code recovery}
 * for pauses, and on {@code api}, {@code config} and {@code rpc}.
 */
@NullMarked
package dev.localport.daemon.kube.reads;

import org.jspecify.annotations.NullMarked;
