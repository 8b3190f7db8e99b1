package dev.localport.daemon.kube;

import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.ExecPlugin;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.client.Kubeconfig;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.kube.reads.FabricReads;
import dev.localport.daemon.kube.reads.PodFeeds;
import dev.localport.daemon.net.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A context over the fabric8 client. */
final class FabricContext implements KubeContext, AutoCloseable {
  private final ApiClient api;
  private final PodFeeds feeds;

  FabricContext(ApiClient api) {
    this.api = api;
    this.feeds = new PodFeeds(api);
  }

  /** Returns what the kubeconfig says of it. */
  Kubeconfig.Entry entry() {
    return api.entry();
  }

  /** Returns its credential plug-in, or null. */
  @Nullable ExecPlugin plugin() {
    return api.plugin();
  }

  /** Says what is odd about its credentials, if anything is. */
  Optional<String> remark() {
    return api.remark();
  }

  /** Called when a person wants a connection now. Returns at once. */
  void askedByPerson() {
    api.askedByPerson();
  }

  @Override
  public String name() {
    return api.name();
  }

  @Override
  public String server() {
    return api.server();
  }

  @Override
  public boolean isInsecure() {
    return api.isInsecure();
  }

  @Override
  public String route() {
    return api.route();
  }

  @Override
  public String namespace() {
    return api.namespace();
  }

  @Override
  public Endpoint endpoint() throws KubeException {
    return api.endpoint();
  }

  @Override
  public Map<String, List<String>> headers() throws KubeException {
    return api.headers();
  }

  @Override
  public String credentialKind() {
    return api.credentialKind();
  }

  @Override
  public Optional<Instant> findCredentialsEnd() throws KubeException {
    return api.findCredentialsEnd();
  }

  @Override
  public void credentialsRefused() {
    api.credentialsRefused();
  }

  @Override
  public Targets targets() {
    return new Targets(api, feeds);
  }

  @Override
  public PodLogs logs() {
    return new PodLogs(api);
  }

  @Override
  public TargetNames names() {
    return new TargetNames(api);
  }

  @Override
  public ClusterReads reads() {
    return new FabricReads(api);
  }

  @Override
  public void close() {
    api.close();
  }
}
