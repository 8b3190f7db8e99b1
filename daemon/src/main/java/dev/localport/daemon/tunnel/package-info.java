/**
 * Sessions and streams to a pod over the API server: SPDY/3.1 on Netty. No policy: who dials when
 * is decided in {@code forward}. Depends on {@code api}, and on {@code rpc} to read a refusal's
 * JSON; everything here runs on the event loop of its session unless it says otherwise.
 */
@NullMarked
package dev.localport.daemon.tunnel;

import org.jspecify.annotations.NullMarked;
