package dev.localport.config;

import dev.localport.config.form.Word;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What a forward may point to: the kinds that a pod is found behind. */
public enum TargetKind implements Word {
  /** A Kubernetes Service. */
  SERVICE("service"),
  /** One pod by its name. */
  POD("pod"),
  /** A Deployment. */
  DEPLOYMENT("deployment"),
  /** A StatefulSet. */
  STATEFUL_SET("statefulset"),
  /** A DaemonSet. */
  DAEMON_SET("daemonset"),
  /** A ReplicaSet. */
  REPLICA_SET("replicaset"),
  /** A Job. */
  JOB("job"),
  /** Pods by their labels. */
  SELECTOR("selector");

  /** What kubectl calls some of them for short, by the short name. */
  public static final Map<String, String> SHORT_NAMES =
      Map.of(
          "svc", SERVICE.word,
          "po", POD.word,
          "deploy", DEPLOYMENT.word,
          "sts", STATEFUL_SET.word,
          "ds", DAEMON_SET.word,
          "rs", REPLICA_SET.word);

  private final String word;

  TargetKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** Returns the kind that is written as {@code word}. */
  public static Optional<TargetKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
