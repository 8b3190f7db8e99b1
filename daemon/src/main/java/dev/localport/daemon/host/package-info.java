/**
 * What the machine knows: which process has a port, which files change, whether it slept. May
 * depend on {@code paths} and {@code time}.
 */
@NullMarked
package dev.localport.daemon.host;

import org.jspecify.annotations.NullMarked;
