/**
 * The simulated API server: HTTP/1.1 over TLS on Netty, users, routes, lists, watches, logs, access
 * reviews. Depends on all other packages of {@code demo} but the one above; all on the event loop.
 */
@NullMarked
package dev.localport.simulator.server;

import org.jspecify.annotations.NullMarked;
