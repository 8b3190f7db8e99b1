/**
 * What the daemon measures, for Prometheus: as text, and over HTTP where a file says so. Reads what
 * {@code status} shows and what others have counted, and counts nothing itself; nothing of it or of
 * an HTTP server is loaded before they are asked for. May depend on {@code api}, {@code config},
 * {@code cluster}, {@code journal}, {@code host} and {@code time}.
 */
@NullMarked
package dev.localport.daemon.metrics;

import org.jspecify.annotations.NullMarked;
