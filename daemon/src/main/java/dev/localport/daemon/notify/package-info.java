/**
 * Notifications: which events belong together, and the programs and desktops that are notified.
 * Listens to the journal. May depend on {@code api}, {@code config}, {@code rpc} for JSON, {@code
 * paths}, {@code journal}, {@code history} for what flaps, and {@code time}; knows no services.
 */
@NullMarked
package dev.localport.daemon.notify;

import org.jspecify.annotations.NullMarked;
