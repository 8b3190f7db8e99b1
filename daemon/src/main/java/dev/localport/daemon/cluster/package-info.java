/**
 * One monitor for each kube context with a started service: it probes, collects and notifies. The
 * rules are pure; a virtual thread owns each monitor. Depends on {@code kube} for what is asked of
 * a cluster, on {@code recovery} for the pauses between its tries, and on {@code time}.
 */
@NullMarked
package dev.localport.daemon.cluster;

import org.jspecify.annotations.NullMarked;
