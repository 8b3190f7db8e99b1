/**
 * The log of a service's pod as one stream, over lost connections, restarts and other pods: what to
 * read next, and where the seams are. Knows no socket. May use the cluster's monitor, {@code kube},
 * {@code recovery} and {@code api}.
 */
@NullMarked
package dev.localport.daemon.podlog;

import org.jspecify.annotations.NullMarked;
