/**
 * The history of the services, which outlives the daemon as the journal does: what earlier daemons
 * wrote, how the last one ended, what this one sees. May depend on {@code api}, {@code history},
 * {@code rpc} for JSON, {@code paths}, {@code daemon.journal} and {@code daemon.time}.
 */
@NullMarked
package dev.localport.daemon.history;

import org.jspecify.annotations.NullMarked;
