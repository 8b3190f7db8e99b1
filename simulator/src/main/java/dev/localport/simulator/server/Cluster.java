package dev.localport.simulator.server;

import dev.localport.simulator.controllers.Kubelet;
import dev.localport.simulator.controllers.Nodes;
import dev.localport.simulator.faults.Faults;
import dev.localport.simulator.objects.Store;
import dev.localport.simulator.objects.Tables;
import dev.localport.simulator.portforward.PortForward;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the API server provides.
 *
 * @param version such as {@code 1.33.1}
 * @param token the token of users without a certificate
 * @param bookmarkEvery how often a watch gets the version
 * @param crowd what is listed in place of real objects
 * @param measurements of what pods and nodes use
 * @param clock what answers are dated by
 */
public record Cluster(
    Store store,
    Tables tables,
    Kubelet kubelet,
    Nodes nodes,
    PortForward portForward,
    Faults faults,
    String version,
    String token,
    Duration bookmarkEvery,
    Crowd crowd,
    Measurements measurements,
    InstantSource clock) {}
