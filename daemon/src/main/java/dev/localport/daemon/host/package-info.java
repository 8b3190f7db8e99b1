/** What the machine knows: who holds a port. Depends on nothing of ours. */
@NullMarked
package dev.localport.daemon.host;

import org.jspecify.annotations.NullMarked;
