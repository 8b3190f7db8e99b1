/**
 * What {@code localport doctor} asks of clusters and local ports, one class a check. Runs inside
 * the daemon, and without one as a process of its own. May use {@code api}, {@code host}, {@code
 * kube} and {@code net}.
 */
@NullMarked
package dev.localport.daemon.doctor;

import org.jspecify.annotations.NullMarked;
