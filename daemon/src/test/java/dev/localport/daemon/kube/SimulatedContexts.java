package dev.localport.daemon.kube;

import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** A simulated cluster, and what the daemon reaches it with. */
public final class SimulatedContexts {
  /** The cluster. */
  public final Simulator cluster;

  /** The real clock. */
  public final SystemTimers timers = new SystemTimers();

  /** The event loop of all. */
  public final Transport transport = Transport.open(1);

  /** The clusters that kubeconfigs name. */
  public final KubeContexts contexts = new KubeContexts(timers, transport);

  /** Starts a cluster whose files are in this folder. */
  public SimulatedContexts(Path folder) throws IOException, GeneralSecurityException {
    cluster = Simulator.start(folder);
  }

  /** Opens the cluster's own context. */
  public KubeContext open() throws KubeException {
    return contexts.open(new KubeShell(cluster.kubeconfig().toString(), ProxyVariables.NONE), null);
  }

  /** Ends all of it. */
  public void close() throws IOException, InterruptedException {
    contexts.close();
    transport.close(Duration.ofSeconds(5));
    cluster.close();
    timers.close();
  }
}
