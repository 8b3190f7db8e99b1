/**
 * How a connection to an API server is made, and why it failed: where the server is, the proxy in
 * between, TLS, and words for what goes wrong. API calls, tunnels and health checks all connect
 * through here. Depends on {@code api}, to read certificates on {@code paths}, and to read a Status
 * on {@code rpc}.
 */
@NullMarked
package dev.localport.daemon.net;

import org.jspecify.annotations.NullMarked;
