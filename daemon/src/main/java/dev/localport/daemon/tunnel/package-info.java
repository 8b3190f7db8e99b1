/**
 * Sessions and streams to a pod over the API server, on Netty: SPDY/3.1, the same in a WebSocket,
 * or one WebSocket a stream. No policy: when to dial is decided in {@code forward}. Depends on
 * {@code api}, on {@code rpc} to read a refusal's JSON, and on {@code net}, which connects;
 * everything here runs on the event loop of its session unless it says otherwise.
 */
@NullMarked
package dev.localport.daemon.tunnel;

import org.jspecify.annotations.NullMarked;
