package dev.localport.config;

import java.util.Arrays;
import java.util.Optional;

/** What a forward may point to: the kinds that a pod is found behind. */
public enum TargetKind {
  /** A Kubernetes Service. */
  SERVICE("service"),
  /** One pod by its name. */
  POD("pod"),
  /** A Deployment. */
  DEPLOYMENT("deployment"),
  /** A StatefulSet. */
  STATEFUL_SET("statefulset");

  private final String word;

  TargetKind(String word) {
    this.word = word;
  }

  /** Returns the word in files, on the wire and on the screen. */
  public String word() {
    return word;
  }

  /** Returns the kind that is written as {@code word}. */
  public static Optional<TargetKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
