package dev.localport.daemon.control;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.LogPod;
import dev.localport.daemon.kube.LogQuery;
import dev.localport.daemon.kube.LogReader;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.podlog.PodPlace;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one service, as its forward finds them: in the context that it runs in, with its
 * credentials. The service is looked up with each question, since its file may change. Only the
 * cluster whose return is reported stays that of the beginning: in another context the log looks
 * again after its own pause.
 */
final class ServiceLogPlace implements PodPlace {
  private final String service;
  private final Forwards forwards;
  private final KubeContexts contexts;
  private final ClusterHealthManager clusters;
  private @Nullable Set<String> first; // the UIDs of the pods when one was chosen first

  ServiceLogPlace(
      String service, Forwards forwards, KubeContexts contexts, ClusterHealthManager clusters) {
    this.service = service;
    this.forwards = forwards;
    this.contexts = contexts;
    this.clusters = clusters;
  }

  private LoadedService loaded(Listing listing) throws KubeException {
    LoadedService loaded = listing.service(service);
    if (loaded == null) {
      throw new KubeException(
          FailureKind.TARGET_MISSING, "service %s is no longer loaded".formatted(service));
    }
    return loaded;
  }

  /** Opens the context that the service runs in, or would. */
  KubeContext context() throws KubeException {
    Listing listing = forwards.listing();
    LoadedService loaded = loaded(listing);
    return contexts.open(loaded.shell(), listing.context(loaded.service()));
  }

  private String namespace(KubeContext context) throws KubeException {
    String own = loaded(forwards.listing()).service().target().namespace();
    return own == null ? context.namespace() : own;
  }

  @Override
  public @Nullable LogPod choose(@Nullable String left) throws KubeException {
    KubeContext context = context();
    ServiceConfig config = loaded(forwards.listing()).service();
    ResolvedTarget target = context.targets().resolve(config.target(), config.ports());
    List<PodView> all = context.targets().pods(target);
    if (first == null) { // a log that continues behind a position: what was there is not known
      first = left != null ? Set.of() : all.stream().map(PodView::uid).collect(Collectors.toSet());
    }
    List<PodView> pods = all.stream().filter(pod -> !pod.uid().equals(left)).toList();
    String chosen =
        Stream.concat(
                session().filter(name -> isLive(pods, name)),
                Stream.concat(
                    names(pods.stream().filter(pod -> target.serves(pod, all))),
                    names(pods.stream().filter(pod -> !pod.deleting()))))
            .findFirst()
            .orElse(left == null && !pods.isEmpty() ? pods.getFirst().name() : null);
    return chosen == null ? null : context.logs().find(target.namespace(), chosen);
  }

  private static Stream<String> names(Stream<PodView> pods) {
    return pods.map(PodView::name);
  }

  private static boolean isLive(List<PodView> pods, String name) {
    return pods.stream().anyMatch(pod -> pod.name().equals(name) && !pod.deleting());
  }

  private Stream<String> session() {
    return forwards.statuses(List.of(service)).stream()
        .map(ServiceStatus::pods)
        .flatMap(List::stream);
  }

  @Override
  public boolean wasThere(LogPod pod) {
    return Objects.requireNonNullElse(first, Set.<String>of()).contains(pod.uid());
  }

  @Override
  public @Nullable LogPod find(String pod) throws KubeException {
    KubeContext context = context();
    return context.logs().find(namespace(context), pod);
  }

  @Override
  public LogReader open(LogQuery query) throws KubeException {
    KubeContext context = context();
    return context.logs().open(namespace(context), query);
  }

  @Override
  public @Nullable Failure away() {
    try {
      return clusters.away(context());
    } catch (KubeException e) {
      return null; // the next question has the same failure
    }
  }
}
