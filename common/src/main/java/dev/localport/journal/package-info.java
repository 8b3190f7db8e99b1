/**
 * How the journal's files are read: by the daemon that writes them, and by commands while no daemon
 * runs. May depend on {@code api}, {@code paths}, and {@code rpc} for JSON.
 */
@NullMarked
package dev.localport.journal;

import org.jspecify.annotations.NullMarked;
