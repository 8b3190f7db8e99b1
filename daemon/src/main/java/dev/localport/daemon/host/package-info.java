/** What the machine knows: who holds a port, which files change. Depends on nothing of ours. */
@NullMarked
package dev.localport.daemon.host;

import org.jspecify.annotations.NullMarked;
