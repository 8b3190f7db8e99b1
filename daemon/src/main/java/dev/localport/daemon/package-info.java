/**
 * The daemon: main, wiring, the order of start and stop. May depend on everything of the daemon and
 * of {@code common}; nothing depends on it.
 */
@NullMarked
package dev.localport.daemon;

import org.jspecify.annotations.NullMarked;
