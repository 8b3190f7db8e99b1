/**
 * The journal: what happened, in order, in memory and on disk. It outlives the daemon. May depend
 * on {@code api}, {@code rpc} for JSON, {@code paths} and {@code time}.
 */
@NullMarked
package dev.localport.daemon.journal;

import org.jspecify.annotations.NullMarked;
