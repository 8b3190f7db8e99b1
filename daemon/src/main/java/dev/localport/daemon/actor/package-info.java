/**
 * The frame of everything that has a state and an owner: a mailbox that any thread fills, one
 * virtual thread that reads it, pure rules, effects, and one timer. Depends on {@code time}.
 */
@NullMarked
package dev.localport.daemon.actor;

import org.jspecify.annotations.NullMarked;
