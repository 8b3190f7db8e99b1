/** The clock, and the only way to be woken later. Depends on nothing of ours. */
@NullMarked
package dev.localport.daemon.time;

import org.jspecify.annotations.NullMarked;
