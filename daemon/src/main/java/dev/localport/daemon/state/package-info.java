/**
 * What users asked for, kept on disk whole, so that a daemon that was killed comes back to it. May
 * depend on {@code paths}, {@code rpc} for JSON, {@code api} and {@code time}.
 */
@NullMarked
package dev.localport.daemon.state;

import org.jspecify.annotations.NullMarked;
