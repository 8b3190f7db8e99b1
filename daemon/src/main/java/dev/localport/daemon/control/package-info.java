/**
 * The methods of contract F: one request, one call; no rules in here. May depend on everything of
 * the daemon but its main package, and on everything of {@code common}.
 */
@NullMarked
package dev.localport.daemon.control;

import org.jspecify.annotations.NullMarked;
