/**
 * What the machine knows: who holds a port, which files change, whether it slept. May depend on
 * {@code paths} and {@code time}.
 */
@NullMarked
package dev.localport.daemon.host;

import org.jspecify.annotations.NullMarked;
