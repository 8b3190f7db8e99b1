/**
 * Faults on demand: what is wrong with the simulated cluster just now, how that looks on a TCP
 * connection, and the control port that switches it.
 *
 * <p>The control port speaks HTTP on 127.0.0.1. Its URL, with a random token in the path, is in the
 * file {@code control} of the simulator's folder, which only its user can read. {@code POST
 * URL/fault?name=value} switches a fault; see {@code ControlRoutes} for all of them, or ask with
 * {@code GET URL}.
 */
@NullMarked
package dev.localport.simulator.faults;

import org.jspecify.annotations.NullMarked;
