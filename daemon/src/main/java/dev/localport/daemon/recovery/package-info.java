/**
 * How long to wait before an attempt, and how many have failed: pure arithmetic on times and
 * counts. Depends on {@code config} alone.
 */
@NullMarked
package dev.localport.daemon.recovery;

import org.jspecify.annotations.NullMarked;
