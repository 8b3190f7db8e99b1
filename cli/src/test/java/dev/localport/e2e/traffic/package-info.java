/**
 * Clients and servers with real protocols, for tests of what an outage does to their connections.
 */
@NullMarked
package dev.localport.e2e.traffic;

import org.jspecify.annotations.NullMarked;
