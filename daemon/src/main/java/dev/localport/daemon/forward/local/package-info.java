/**
 * The local half of a forward: its ports, the connections to them, those that wait, and what goes
 * through. Knows sessions, and nothing of where they come from. Depends on {@code tunnel}, {@code
 * health} for checks that go through it, {@code host}, {@code time}, {@code api} and {@code
 * config}.
 */
@NullMarked
package dev.localport.daemon.forward.local;

import org.jspecify.annotations.NullMarked;
