/**
 * What the journal's entries add up to, service by service: outages, availability, recovery. It
 * outlives the daemon, as the journal does. May depend on {@code api}, {@code rpc} for JSON, {@code
 * paths}, {@code daemon.journal} and {@code daemon.time}.
 */
@NullMarked
package dev.localport.daemon.history;

import org.jspecify.annotations.NullMarked;
