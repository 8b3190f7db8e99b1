/**
 * How the log files are read: by the daemon that writes them, and by commands while no daemon runs.
 * May depend on {@code config} for the levels, {@code paths}, and {@code rpc} for JSON.
 */
@NullMarked
package dev.localport.logs;

import org.jspecify.annotations.NullMarked;
