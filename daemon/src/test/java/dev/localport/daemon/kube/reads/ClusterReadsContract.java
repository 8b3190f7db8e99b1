package dev.localport.daemon.kube.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localport.api.ClusterEvent;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeInfo;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a monitor relies on when it asks a cluster. Holds for calls to an API server, and for the
 * answers that tests make up.
 */
public abstract class ClusterReadsContract {
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final ClusterQuery ALL = new ClusterQuery(true, null, null, null, 0, null);
  private static final Comparator<ClusterEvent> WORST_FIRST =
      Comparator.comparing(ClusterEvent::isWarning)
          .thenComparing(ClusterEvent::lastSeen)
          .reversed();

  /** Returns what is tested. */
  protected abstract ClusterReads reads();

  /** Has the cluster list at least five nodes and ten events, in an order of its own. */
  protected abstract void crowd() throws IOException, InterruptedException;

  /** Has the API server fail every call like that. */
  protected abstract void fail(FailureKind kind) throws IOException, InterruptedException;

  /** Forbids the user to list nodes. */
  protected abstract void forbidNodes() throws IOException, InterruptedException;

  /** Has a check of the API server's own parts fail. */
  protected abstract void failPart(String name) throws IOException, InterruptedException;

  /** Has the usage of a pod in namespace {@code demo} be measured, and returns the pod's name. */
  protected abstract String measure() throws IOException, InterruptedException;

  /** Has the API server not answer, and not refuse either. */
  protected abstract void hang() throws IOException, InterruptedException;

  private static @Nullable FailureKind kind(ThrowingCallable call) {
    KubeException thrown = catchThrowableOfType(KubeException.class, call);
    return thrown == null ? null : thrown.failure().kind();
  }

  private static ClusterQuery limited(int limit, @Nullable Duration timeout) {
    return new ClusterQuery(true, null, null, null, limit, timeout);
  }

  @Test
  public void anAnswerSaysHowLongItTook() throws KubeException {
    assertThat(reads().probe(PATIENT).took()).isPositive();
    assertThat(reads().version(PATIENT)).startsWith("v1.");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "SESSION", "CREDENTIALS"})
  public void everyCallFailsWithTheKindOfTheTrouble(FailureKind trouble)
      throws IOException, InterruptedException, KubeException {
    fail(trouble);

    List<ThrowingCallable> calls =
        List.of(
            () -> reads().probe(PATIENT),
            () -> reads().version(PATIENT),
            () -> reads().unreadyParts(PATIENT),
            () -> reads().unreadyServices(PATIENT),
            () -> reads().nodes(ALL, PATIENT),
            () -> reads().pods(ALL, PATIENT),
            () -> reads().events(ALL, 5, Map.of(), PATIENT),
            () -> reads().nodeUsage(PATIENT),
            () -> reads().podUsage("demo", Set.of("web"), PATIENT),
            () -> reads().mayList("", "nodes", PATIENT));
    assertThat(calls).extracting(ClusterReadsContract::kind).containsOnly(trouble);
  }

  @ParameterizedTest
  @EnumSource(names = {"FORBIDDEN", "TARGET_MISSING"})
  public void aServerThatSaysNoIsAlive(FailureKind no)
      throws IOException, InterruptedException, KubeException {
    fail(no);

    assertThat(reads().probe(PATIENT).took()).isPositive();
    assertThat(reads().unreadyParts(PATIENT)).isEmpty();
    assertThat(kind(() -> reads().version(PATIENT))).isEqualTo(no);
    assertThat(kind(() -> reads().nodes(ALL, PATIENT))).isEqualTo(no);
    assertThat(kind(() -> reads().nodeUsage(PATIENT))).isEqualTo(no);
  }

  @Test
  public void whatIsForbiddenIsSaidByTheCallAndByTheReview()
      throws IOException, InterruptedException, KubeException {
    assertThat(reads().mayList("", "nodes", PATIENT)).isTrue();

    forbidNodes();

    assertThat(kind(() -> reads().nodes(ALL, PATIENT))).isEqualTo(FailureKind.FORBIDDEN);
    assertThat(reads().mayList("", "nodes", PATIENT)).isFalse();
    assertThat(kind(() -> reads().pods(ALL, PATIENT))).isNull();
    assertThat(reads().mayList("", "pods", PATIENT)).isTrue();
  }

  @Test
  public void aPartThatFailsIsNamed() throws IOException, InterruptedException, KubeException {
    failPart("etcd");

    assertThat(reads().unreadyParts(PATIENT)).containsExactly("etcd failed");
  }

  @Test
  public void nodesAreSortedByNameAndNoMoreThanWanted()
      throws IOException, InterruptedException, KubeException {
    crowd();

    assertThat(reads().nodes(ALL, PATIENT))
        .hasSizeGreaterThanOrEqualTo(5)
        .isSortedAccordingTo(Comparator.comparing(NodeInfo::name));
    assertThat(reads().nodes(limited(3, null), PATIENT)).hasSize(3);
  }

  @Test
  public void eventsAreWarningsFirstAndTheNewestFirstAndNoMoreThanWanted()
      throws IOException, InterruptedException, KubeException {
    crowd();

    List<ClusterEvent> all = reads().events(ALL, 10_000, Map.of(), PATIENT).events();

    assertThat(all).hasSizeGreaterThanOrEqualTo(10).isSortedAccordingTo(WORST_FIRST);
    assertThat(all.stream().map(ClusterEvent::isWarning).distinct()).hasSize(2);
    assertThat(reads().events(ALL, 5, Map.of(), PATIENT).events()).isEqualTo(all.subList(0, 5));
    assertThat(reads().events(limited(3, null), 5, Map.of(), PATIENT).events())
        .isEqualTo(all.subList(0, 3));
  }

  @Test
  public void usageIsThatOfThePodsThatAreWantedAndMeasured()
      throws IOException, InterruptedException, KubeException {
    String pod = measure();

    assertThat(reads().podUsage("demo", Set.of(pod, "nosuch"), PATIENT)).containsOnlyKeys(pod);
    assertThat(reads().podUsage("demo", Set.of(), PATIENT)).isEmpty();
  }

  @Test
  public void aCallThatIsNotAnsweredEndsWithItsTimeout()
      throws IOException, InterruptedException, KubeException {
    reads().probe(PATIENT);
    hang();

    assertThat(kind(() -> reads().probe(SHORT))).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(kind(() -> reads().nodes(limited(0, SHORT), PATIENT)))
        .as("the timeout of a query goes first")
        .isEqualTo(FailureKind.UNREACHABLE);
  }

  @Test
  public void anInterruptEndsACallAndIsNotLost()
      throws IOException, InterruptedException, KubeException {
    reads().probe(PATIENT);
    hang();

    boolean interrupted;
    FailureKind kind;
    Thread.currentThread().interrupt();
    try {
      kind = kind(() -> reads().pods(ALL, PATIENT));
    } finally {
      interrupted = Thread.interrupted();
    }

    assertThat(kind).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(interrupted).isTrue();
  }
}
