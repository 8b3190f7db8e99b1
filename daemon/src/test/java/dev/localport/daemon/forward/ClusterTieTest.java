package dev.localport.daemon.forward;

import dev.localport.api.PodInfo;
import dev.localport.api.ProxyVariables;
import dev.localport.config.ClusterConfigs;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.cluster.ClusterSubscriber;
import dev.localport.daemon.cluster.ClusterSubscriberContract;
import dev.localport.daemon.forward.local.FakeSession;
import dev.localport.daemon.forward.upstream.UpstreamView;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.services.Configured;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A forward keeps what the service of the monitors' tests promises. */
class ClusterTieTest extends ClusterSubscriberContract {
  @TempDir private Path folder;
  private final List<ForwardMessage> told = new CopyOnWriteArrayList<>();
  private int writes;
  private UpstreamView upstream = view(null, List.of());
  private List<PodInfo> pods = List.of();
  private ForwardsFixture daemon;
  private ClusterTie tie;

  @BeforeEach
  void open() throws IOException {
    daemon = new ForwardsFixture(folder);
    ForwardParts parts = daemon.parts(new ManualTimers());
    ForwardOrigin from =
        new ForwardOrigin(
            new KubeShell(file().toString(), ProxyVariables.NONE),
            new ClusterConfigs(ClusterHealthConfig.DEFAULT, Map.of()),
            null);
    tie =
        new ClusterTie(
            service(),
            from,
            parts,
            () -> upstream,
            () -> pods,
            OwnerThread.here("service", "web"),
            told::add,
            new ClusterTie.Watcher(() -> {}, () -> Long.MAX_VALUE));
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private Path file() {
    return folder.resolve("of-the-tie");
  }

  private static ServiceConfig service() {
    String text =
        """
        services:
          - name: web
            connection: {resource_name: web, context: dev}
            ports: ["1:1"]
        """;
    return Configured.service(text);
  }

  private static UpstreamView view(@Nullable String namespace, List<Session> sessions) {
    return new UpstreamView(
        null, namespace, List.of(), sessions, HeartbeatStats.NONE, null, 0, false);
  }

  @Override
  protected ClusterSubscriber user() {
    return tie;
  }

  @Override
  protected void connect(PodInfo pod) {
    upstream = view(pod.namespace(), List.of(new FakeSession()));
    pods = List.of(pod);
  }

  @Override
  protected void kubeconfig(String server) throws IOException {
    write("dev", server);
  }

  @Override
  protected void withoutContext() throws IOException {
    write("renamed", "https://one.example:6443");
  }

  /* Each file is a second newer than the one before, however coarse the file system's times are. */
  private void write(String context, String server) throws IOException {
    writes++;
    Files.writeString(
        file(),
        """
        current-context: %s
        contexts: [{name: %s, context: {cluster: c}}]
        clusters: [{name: c, cluster: {server: "%s"}}]
        """
            .formatted(context, context, server));
    Path _ =
        Files.setLastModifiedTime(
            file(), FileTime.from(Instant.EPOCH.plus(Duration.ofSeconds(writes))));
  }

  @Override
  protected int told() {
    return told.size();
  }
}
