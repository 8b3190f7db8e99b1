package dev.localport.daemon.kube.reads;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodCounts;
import dev.localport.api.Resources;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.ForeignAnswerException;
import dev.localport.daemon.net.ForeignText;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads over plain calls of the client of a context.
 *
 * <p>Events are asked for as {@code v1}, not as {@code events.k8s.io/v1}: they are the same
 * objects, every server has them, the role {@code view} may read them, and the field selectors are
 * those that kubectl takes.
 */
public final class FabricReads implements ClusterReads {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;
  private static final String METRICS = "/apis/metrics.k8s.io/v1beta1";
  private static final String FAILED_PART = "[-]";
  private static final int MOST_PARTS = 50;
  private static final ClusterQuery ALL = new ClusterQuery(true, null, null, null, 0, null);

  private final ApiClient api;
  private final RawCalls calls;
  private final Lists lists;

  /** Reads what the client reaches. */
  public FabricReads(ApiClient api) {
    this.api = api;
    this.calls = new RawCalls(api);
    this.lists = new Lists(calls);
  }

  @Override
  public Answer probe(Duration timeout) throws KubeException {
    CallDeadline deadline = CallDeadline.in(timeout);
    try (RawAnswer answer = calls.get("/livez", deadline)) {
      if (answer.code() != NOT_FOUND) {
        return sign(answer);
      }
    } catch (KubeException e) {
      if (ForeignAnswerException.findCause(e).isEmpty()) {
        throw e;
      } // a gateway may keep this one path for itself
    }
    try (RawAnswer answer = calls.get("/version", deadline)) {
      return sign(answer); // a 404 here, too, comes from a server that responds
    }
  }

  private Answer sign(RawAnswer answer) throws KubeException {
    if (answer.code() >= SERVER_ERROR) {
      Failure why = calls.refusal(answer).failure();
      throw new KubeException(FailureKind.SESSION, why.message()); // sessions may live
    }
    if (answer.code() == UNAUTHORIZED) {
      throw calls.refusal(answer);
    }
    return new Answer(answer.took(), skew(answer.header("Date")));
  }

  /** An answer has whole seconds; ours are truncated, too. */
  private Duration skew(@Nullable String date) {
    if (date == null) {
      return Duration.ZERO;
    }
    try {
      Instant theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
      return Duration.between(api.now().truncatedTo(ChronoUnit.SECONDS), theirs);
    } catch (DateTimeException e) {
      return Duration.ZERO; // some proxy's own idea of a date
    }
  }

  @Override
  public String version(Duration timeout) throws KubeException {
    return calls.read(
        "/version",
        CallDeadline.in(timeout),
        json -> ForeignText.line(JsonWalk.textAt(json, "gitVersion")));
  }

  @Override
  public List<String> unreadyParts(Duration timeout) throws KubeException {
    try (RawAnswer answer = calls.get("/readyz?verbose", CallDeadline.in(timeout))) {
      return switch (answer.code()) {
        case FORBIDDEN, NOT_FOUND -> List.of();
        case SERVER_ERROR -> failedParts(answer);
        default -> {
          if (!answer.isSuccess()) {
            throw calls.refusal(answer);
          }
          yield List.of();
        }
      };
    }
  }

  /** Reads {@code [-]etcd failed: reason withheld}; the reasons are for the server's own log. */
  private List<String> failedParts(RawAnswer answer) throws KubeException {
    try {
      return answer
          .text()
          .lines()
          .filter(line -> line.startsWith(FAILED_PART))
          .map(line -> line.substring(FAILED_PART.length()).replace(": reason withheld", ""))
          .map(ForeignText::line)
          .limit(MOST_PARTS)
          .toList();
    } catch (IOException e) {
      throw calls.failure(e);
    }
  }

  @Override
  public List<String> unreadyServices(Duration timeout) throws KubeException {
    return new CoreServices(calls, lists).unready(CallDeadline.in(timeout));
  }

  @Override
  public List<NodeInfo> nodes(ClusterQuery query, Duration timeout) throws KubeException {
    return lists
        .read("/api/v1/nodes", query, query.limit(), NodeReader::new, deadline(query, timeout))
        .nodes();
  }

  @Override
  public PodCounts pods(ClusterQuery query, Duration timeout) throws KubeException {
    return lists
        .read(core(query, "pods"), query, query.limit(), PodTally::new, deadline(query, timeout))
        .counts();
  }

  @Override
  public EventList events(
      ClusterQuery query, int most, Map<String, Set<String>> pods, Duration timeout)
      throws KubeException {
    int kept = query.limit() == 0 ? most : Math.min(most, query.limit());
    return lists
        .read(
            core(query, "events"),
            query,
            0, // all pass: which are the newest is seen at the end
            () -> new NewestEvents(kept, pods),
            deadline(query, timeout))
        .list();
  }

  @Override
  public void follow(EventScope scope, @Nullable String from, EventReader reader)
      throws KubeException {
    new EventFeed(calls, RawCalls.watching(api)).follow(scope, from, reader);
  }

  @Override
  public List<String> scaledToZero(String namespace, String target, Duration timeout)
      throws KubeException {
    return new IdleWorkloads(calls, lists).of(namespace, target, CallDeadline.in(timeout));
  }

  @Override
  public Map<String, Resources> nodeUsage(Duration timeout) throws KubeException {
    return lists
        .read(METRICS + "/nodes", ALL, 0, UsageReader::new, CallDeadline.in(timeout))
        .used();
  }

  @Override
  public Map<String, Map<String, Resources>> podUsage(
      String namespace, Set<String> pods, Duration timeout) throws KubeException {
    return lists
        .read(
            METRICS + "/namespaces/%s/pods".formatted(Lists.encoded(namespace)),
            ALL,
            0,
            () -> new PodUsageReader(pods),
            CallDeadline.in(timeout))
        .used();
  }

  @Override
  public boolean isServed(String group, Duration timeout) throws KubeException {
    try (RawAnswer answer = calls.get("/apis/" + Lists.encoded(group), CallDeadline.in(timeout))) {
      return answer.code() != NOT_FOUND;
    }
  }

  @Override
  public boolean isAllowed(Access access, Duration timeout) throws KubeException {
    return calls.post(
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        review(access),
        CallDeadline.in(timeout),
        json -> "true".equals(JsonWalk.at(json, "status", "allowed")));
  }

  private static JsonObject review(Access access) {
    JsonObject.Builder asked =
        JsonObject.builder()
            .put("verb", access.verb())
            .put("group", access.group())
            .put("resource", access.resource());
    if (!access.subresource().isEmpty()) {
      asked.put("subresource", access.subresource());
    }
    if (access.namespace() != null) {
      asked.put("namespace", access.namespace());
    }
    return JsonObject.builder()
        .put("apiVersion", "authorization.k8s.io/v1")
        .put("kind", "SelfSubjectAccessReview")
        .put("spec", JsonObject.builder().put("resourceAttributes", asked.build()).build())
        .build();
  }

  private static String core(ClusterQuery query, String plural) {
    String namespace = query.namespace();
    return namespace == null || namespace.isEmpty()
        ? "/api/v1/" + plural
        : "/api/v1/namespaces/%s/%s".formatted(Lists.encoded(namespace), plural);
  }

  private static CallDeadline deadline(ClusterQuery query, Duration timeout) {
    return CallDeadline.in(query.timeout() == null ? timeout : query.timeout());
  }
}
