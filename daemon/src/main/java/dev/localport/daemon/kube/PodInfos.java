package dev.localport.daemon.kube;

import dev.localport.api.ContainerInfo;
import dev.localport.api.ContainerInfoBuilder;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.api.Resources;
import dev.localport.api.Termination;
import dev.localport.daemon.net.ForeignText;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads pods of the Kubernetes client whole, for callers that need their state. */
final class PodInfos {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private PodInfos() {}

  /** Returns a pod as it is now; which services use it is not known here. */
  static PodInfo of(String context, Pod pod) {
    PodView view = PodViews.of(pod);
    PodStatus status = pod.getStatus();
    return PodInfoBuilder.builder()
        .context(context)
        .namespace(Objects.requireNonNullElse(pod.getMetadata().getNamespace(), ""))
        .name(view.name())
        .phase(view.phase())
        .ready(view.ready())
        .deleting(view.deleting())
        .trouble(view.trouble())
        .node(pod.getSpec() == null ? null : pod.getSpec().getNodeName())
        .created(view.created())
        .conditions(status == null ? List.of() : missing(status.getConditions()))
        .containers(containers(pod))
        .changes(PodChanges.of(pod))
        .build();
  }

  private static List<String> missing(List<PodCondition> conditions) {
    return conditions.stream()
        .filter(condition -> "False".equals(condition.getStatus()))
        .map(condition ->
            condition.getReason() == null
                ? condition.getType()
                : condition.getType() + ": " + text(condition))
        .toList();
  }

  private static String text(PodCondition condition) {
    return condition.getMessage() == null
        ? condition.getReason()
        : condition.getReason() + " (" + ForeignText.line(condition.getMessage()) + ")";
  }

  private static List<ContainerInfo> containers(Pod pod) {
    return PodContainer.of(pod).stream().map(PodInfos::container).toList();
  }

  private static ContainerInfo container(PodContainer one) {
    Container container = one.spec();
    ContainerStatus status = one.status();
    ContainerState state = status.getState() == null ? new ContainerState() : status.getState();
    ContainerStateWaiting waiting = state.getWaiting();
    ContainerStateTerminated ended = state.getTerminated();
    ResourceRequirements wants = container.getResources();
    return ContainerInfoBuilder.builder()
        .name(Objects.requireNonNullElse(container.getName(), ""))
        .kind(one.kind())
        .ready(one.isReady())
        .restarts(status.getRestartCount() == null ? 0 : status.getRestartCount())
        .state(state.getRunning() != null ? "running" : ended != null ? "terminated" : "waiting")
        .reason(ended != null ? ended.getReason() : waiting == null ? null : waiting.getReason())
        .message(
            ForeignText.lineOrNull(
                ended != null ? ended.getMessage() : waiting == null ? null : waiting.getMessage()))
        .last(
            termination(
                status.getLastState() == null ? null : status.getLastState().getTerminated()))
        .requests(wants == null ? null : resources(wants.getRequests()))
        .limits(wants == null ? null : resources(wants.getLimits()))
        .build();
  }

  private static @Nullable Termination termination(@Nullable ContainerStateTerminated ended) {
    if (ended == null) {
      return null;
    }
    return new Termination(
        ended.getReason(),
        ended.getExitCode() == null ? 0 : ended.getExitCode(),
        ended.getFinishedAt() == null ? null : Instant.parse(ended.getFinishedAt()));
  }

  private static @Nullable Resources resources(@Nullable Map<String, Quantity> amounts) {
    if (amounts == null || amounts.isEmpty()) {
      return null;
    }
    Quantity cpu = amounts.get("cpu");
    Quantity memory = amounts.get("memory");
    return new Resources(
        cpu == null ? null : whole(cpu.getNumericalAmount().multiply(THOUSAND)),
        memory == null ? null : whole(memory.getNumericalAmount()));
  }

  private static long whole(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.CEILING).longValue();
  }
}
