/**
 * The methods in docs/api.md: one request, one call; no rules in here. May depend on everything in
 * the daemon except its main package, and on everything in {@code common}.
 */
@NullMarked
package dev.localport.daemon.control;

import org.jspecify.annotations.NullMarked;
