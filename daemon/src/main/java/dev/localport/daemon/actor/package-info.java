/**
 * Threads that own what changes: a mailbox that anybody fills, and one virtual thread that reads
 * it. Depends on nothing of ours.
 */
@NullMarked
package dev.localport.daemon.actor;

import org.jspecify.annotations.NullMarked;
