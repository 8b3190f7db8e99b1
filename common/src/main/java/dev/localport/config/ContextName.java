package dev.localport.config;

/** Names of kube contexts, which clouds make long. */
public final class ContextName {
  private ContextName() {}

  /**
   * Returns a name without what a cloud puts before the cluster's: an ARN of EKS up to its last
   * slash, and the project and place of GKE.
   */
  public static String brief(String context) {
    return context.replaceFirst("^arn:.*/", "").replaceFirst("^gke_[^_]+_[^_]+_", "");
  }
}
