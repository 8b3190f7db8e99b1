/**
 * The simulated cluster: an API server of our own that kubectl takes for a real one, in a process
 * of its own, for {@code localport demo} and for tests. What is here puts the parts together: its
 * authority, its folder, its objects, start and end.
 *
 * <p>Nothing of the daemon depends on it, and it shares with the daemon the clock alone.
 */
@NullMarked
package dev.localport.simulator;

import org.jspecify.annotations.NullMarked;
