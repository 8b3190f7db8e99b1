package dev.localport.e2e;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.testcontainers.DockerClientFactory;

/**
 * Behind {@link OnRealCluster} and {@link NeedsFaults}: skips or fails what cannot run, and hands
 * out the one cluster of the test run, which JUnit closes at its end.
 */
final class RealCluster implements ExecutionCondition, ParameterResolver {
  /** The lock of the one cluster: for reading by those that share it, for writing by faults. */
  static final String LOCK = "the real cluster";

  private static final Namespace NAMESPACE = Namespace.create(RealCluster.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean needsFaults = AnnotationSupport.isAnnotated(context.getElement(), NeedsFaults.class);
    return decide(System.getenv(), source(context), needsFaults);
  }

  /**
   * Decides whether a test runs.
   *
   * @throws IllegalStateException if it cannot, and all tests are required: JUnit fails the test
   */
  static ConditionEvaluationResult decide(
      Map<String, String> variables, ClusterSource source, boolean needsFaults) {
    String missing = missing(source, needsFaults);
    if (missing.isEmpty()) {
      return enabled("on " + source);
    }
    if ("true".equals(variables.get("LOCALPORT_E2E_REQUIRED"))) {
      throw new IllegalStateException(missing + ", and LOCALPORT_E2E_REQUIRED is set");
    }
    return disabled(missing);
  }

  private static String missing(ClusterSource source, boolean needsFaults) {
    return switch (source) {
      case ClusterSource.Nowhere() ->
          "no cluster: LOCALPORT_E2E_KUBECONFIG is not set, and no Docker daemon answers";
      case ClusterSource.Running _, ClusterSource.K3s _ ->
          needsFaults && !source.hasFaults() ? "no faults: LOCALPORT_E2E_CLUSTER is not set" : "";
    };
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestCluster.class || type == Faults.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestCluster cluster =
        store(context)
            .computeIfAbsent(TestCluster.class, _ -> open(source(context)), TestCluster.class);
    return parameter.getParameter().getType() == Faults.class ? cluster.faults() : cluster;
  }

  private static TestCluster open(ClusterSource source) {
    try {
      return TestCluster.open(source);
    } catch (IOException e) {
      throw new IllegalStateException("the cluster does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the cluster started", e);
    }
  }

  private static ClusterSource source(ExtensionContext context) {
    return store(context)
        .computeIfAbsent(
            ClusterSource.class,
            _ -> ClusterSource.of(System.getenv(), RealCluster::isDockerThere),
            ClusterSource.class);
  }

  private static boolean isDockerThere() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
