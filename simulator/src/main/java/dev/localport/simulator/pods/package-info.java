/**
 * What runs in the simulated pods: a small server behind each container port, the pod's log, and
 * connections to them as a container runtime makes them for a port forward. Real TCP on 127.0.0.1,
 * on the simulator's one event loop. Depends on nothing of ours.
 */
@NullMarked
package dev.localport.simulator.pods;

import org.jspecify.annotations.NullMarked;
