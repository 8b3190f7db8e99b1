/**
 * The daemon's log and one for each service: what may stand in them, their files and rotation. May
 * depend on {@code logs} for how they are read, {@code paths}, {@code rpc} for JSON, {@code api}
 * and {@code time}.
 */
@NullMarked
package dev.localport.daemon.logs;

import org.jspecify.annotations.NullMarked;
