/**
 * What is kept on disk: the state that was asked for, and the log files. May depend on {@code
 * paths}, {@code rpc} for JSON, {@code api} and {@code time}.
 */
@NullMarked
package dev.localport.daemon.journal;

import org.jspecify.annotations.NullMarked;
