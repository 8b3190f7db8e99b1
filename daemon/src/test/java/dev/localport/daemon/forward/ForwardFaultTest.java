package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.config.ClusterConfigs;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.LoggedLines;
import dev.localport.daemon.actor.Machines;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.forward.local.ServiceDialler;
import dev.localport.daemon.forward.rules.ForwardEffect;
import dev.localport.daemon.forward.rules.ForwardEvent;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.upstream.UpstreamSide;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.services.Configured;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.time.ManualTimers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forward whose owner is the test's thread, and one of whose effects throws once. */
class ForwardFaultTest {
  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private final BlockingQueue<ForwardMessage> mailbox = new LinkedBlockingQueue<>();
  private final LoggedLines logged = LoggedLines.ofBugs();
  private final OwnerThread owner = OwnerThread.here("service", "web");
  private @Nullable ForwardEffect broken;
  private ForwardsFixture daemon;
  private final AtomicReference<UpstreamSide> upstreamSide = new AtomicReference<>();
  private ForwardOwner forward;

  @BeforeEach
  void open() throws IOException {
    daemon = new ForwardsFixture(folder);
    forward = forward();
  }

  @AfterEach
  void close() {
    forward.end();
    daemon.close();
    logged.close();
  }

  private static ServiceConfig service() {
    String text =
        """
        services:
          - name: web
            connection: {resource_type: pod, resource_name: web-1, namespace: shop}
            ports: [{local: auto, remote: echo}]
            reconnect: {jitter: 0}
        """;
    return Configured.service(text);
  }

  private ForwardOwner forward() {
    ServiceConfig config = service();
    KubeShell shell = new KubeShell(folder.resolve("kube/config").toString(), ProxyVariables.NONE);
    ForwardOrigin from =
        new ForwardOrigin(shell, new ClusterConfigs(ClusterHealthConfig.DEFAULT, Map.of()), null);
    ForwardParts parts = daemon.parts(timers);
    LocalSide local =
        new LocalSide(
            config,
            List.of(),
            daemon.transport,
            daemon.portHolder,
            timers,
            owner,
            new LocalMessages(mailbox::add));
    ClusterTie cluster =
        new ClusterTie(
            config,
            from,
            parts,
            () -> upstreamSide.get().view(),
            List::of,
            owner,
            mailbox::add,
            new ClusterTie.Watcher(() -> {}, () -> Long.MAX_VALUE));
    UpstreamSide upstream =
        new UpstreamSide(
            config,
            shell,
            null,
            daemon.dialer,
            timers,
            cluster,
            local,
            owner,
            news -> mailbox.add(new ForwardMessage.FromUpstream(news)));
    upstreamSide.set(upstream);
    ServiceHealth health =
        new ServiceHealth(
            config.name(),
            null,
            null,
            new ServiceDialler(local.loop(), upstream::lines, () -> local.view().bound()),
            parts,
            () -> true,
            mailbox::add,
            () -> {});
    return new Faulty(config, parts, new ForwardOwner.Halves(upstream, local, cluster, health));
  }

  private final class Faulty extends ForwardOwner {
    Faulty(ServiceConfig config, ForwardParts parts, Halves halves) {
      super(config, parts, halves, owner, mailbox::add, (_, _) -> {}, new NoReports());
    }

    @Override
    protected void perform(ForwardEffect effect) throws InterruptedException {
      if (effect == broken) {
        broken = null;
        throw new IllegalStateException("a bug");
      }
      super.perform(effect);
    }
  }

  private void tell(ForwardEvent event) {
    Machines.read(forward, new ForwardMessage.Happened(event));
  }

  private void readUntil(Class<? extends ForwardState> state) throws InterruptedException {
    while (!state.isInstance(forward.state())) {
      ForwardMessage next = mailbox.poll(60, TimeUnit.SECONDS);
      Machines.read(forward, Objects.requireNonNull(next, () -> "still " + forward.state()));
    }
  }

  @Test
  void anAttemptThatCannotBeginIsOneThatFailed() throws InterruptedException {
    broken = ForwardEffect.DIAL;

    tell(new ForwardEvent.StartAsked());

    assertThat(forward.state()).isInstanceOf(ForwardState.Reconnecting.class);
    assertThat(Objects.requireNonNull(forward.state().cause()).message())
        .matches(
            "internal error: IllegalStateException \\[[0-9a-f]{6}]; details: localport logs, with"
                + " LOCALPORT_LOG_LEVEL=debug");
    timers.advance(Duration.ofSeconds(1));
    readUntil(ForwardState.Connected.class);
    assertThat(logged.messages()).containsExactly("effect failed: bug");
  }

  @Test
  void noOtherEffectKeepsItFromConnectingAgain() throws InterruptedException {
    for (ForwardEffect effect : ForwardEffect.values()) {
      broken = effect;
      tell(new ForwardEvent.StartAsked());
      tell(new ForwardEvent.ClusterAway(new Failure(FailureKind.UNREACHABLE, "away")));
      tell(new ForwardEvent.ClusterBack());
      tell(new ForwardEvent.ReconnectAsked());
      timers.advance(Duration.ofSeconds(1));
      readUntil(ForwardState.Connected.class);
      tell(new ForwardEvent.StopAsked());
      broken = null;
      assertThat(forward.state()).as(effect.name()).isInstanceOf(ForwardState.Stopped.class);
    }
  }
}
