package dev.localport.daemon.doctor;

import dev.localport.daemon.kube.KubeContext;

/**
 * Says why no better protocol serves a context; empty while the best one does, or none is known.
 */
@FunctionalInterface
public interface WhyNoBetter {
  /** Returns the reason. Returns at once. */
  String of(KubeContext context);
}
