/**
 * Checks of the service behind a forward: one interface, one file a kind; what their outcomes mean
 * is decided by pure rules, and done by one owner a service. Knows nothing of forwards: how a check
 * gets to the pod is a {@link dev.localport.daemon.health.Dialler}. Depends on {@code config},
 * {@code paths} and {@code time}.
 */
@NullMarked
package dev.localport.daemon.health;

import org.jspecify.annotations.NullMarked;
