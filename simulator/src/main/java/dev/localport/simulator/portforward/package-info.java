/**
 * The server's side of {@code pods/NAME/portforward}: SPDY/3.1 after an upgrade, SPDY/3.1 in
 * WebSocket messages, and the WebSocket protocol v4.channel.k8s.io. Behaves as kubelet and
 * containerd do, in their words. Depends on {@code demo.pods}; all on the event loop.
 */
@NullMarked
package dev.localport.simulator.portforward;

import org.jspecify.annotations.NullMarked;
