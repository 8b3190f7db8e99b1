package dev.localport.daemon.demo.server;

import dev.localport.daemon.demo.controllers.Kubelet;
import dev.localport.daemon.demo.controllers.Nodes;
import dev.localport.daemon.demo.faults.Faults;
import dev.localport.daemon.demo.objects.Store;
import dev.localport.daemon.demo.objects.Tables;
import dev.localport.daemon.demo.portforward.PortForward;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the API server serves.
 *
 * @param version such as {@code 1.33.1}
 * @param token what a user has to show who has no certificate
 * @param bookmarkEvery how often a watch is told the version
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
