package dev.localport.daemon.forward;

import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.forward.upstream.PodDialer;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.time.Timers;
import java.util.function.DoubleSupplier;

/**
 * What all forwards share.
 *
 * @param dialer opens sessions
 * @param contexts opens kube contexts
 * @param clusters watches over clusters
 * @param transport the event loops and kinds of sockets
 * @param timers the clock
 * @param portHolder finds the process that uses a port
 * @param random jitter, from 0 (included) to 1 (excluded)
 */
public record ForwardParts(
    PodDialer dialer,
    KubeContexts contexts,
    ClusterHealthManager clusters,
    Transport transport,
    Timers timers,
    PortHolder portHolder,
    DoubleSupplier random) {}
