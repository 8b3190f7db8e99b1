/**
 * What a forward does next: its states, events and effects, and the pure rules that lead from one
 * to the other. Knows no thread, no clock and no socket.
 */
@NullMarked
package dev.localport.daemon.forward.rules;

import org.jspecify.annotations.NullMarked;
