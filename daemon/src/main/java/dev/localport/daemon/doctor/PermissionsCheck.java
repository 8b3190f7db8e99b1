package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck.Status;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What this user may do, as the cluster says (SelfSubjectAccessReview): a finding for each
 * permission, and one for each place that sums up.
 */
record PermissionsCheck() implements Check {
  /** Reviews that wait for the cluster at a time. */
  private static final int AT_ONCE = 16;

  /** A permission at a place, and the answers that are awaited. */
  private record Question(
      Permission permission, @Nullable String place, Map<Permission.Part, Future<Boolean>> parts) {
    String where() {
      return place == null ? "the whole cluster" : place;
    }
  }

  @Override
  public String what() {
    return "the permissions";
  }

  @Override
  public boolean run(Patient patient) throws KubeException {
    Semaphore free = new Semaphore(AT_ONCE);
    List<Question> questions = new ArrayList<>();
    boolean isMeasured = isMeasured(patient);
    for (Permission permission : Permission.ALL) {
      if (permission.isOfMetrics() && !isMeasured) {
        continue; // a review would deny what is not there
      }
      for (String place : permission.places(patient.namespaces())) {
        Map<Permission.Part, Future<Boolean>> parts = new LinkedHashMap<>();
        permission.parts().forEach(part -> parts.put(part, asked(patient, part.in(place), free)));
        questions.add(new Question(permission, place, parts));
      }
    }
    Map<String, List<Question>> byPlace = new LinkedHashMap<>();
    questions.forEach(question ->
        byPlace.computeIfAbsent(question.where(), _ -> new ArrayList<>()).add(question));
    for (Map.Entry<String, List<Question>> place : byPlace.entrySet()) {
      tell(patient, place.getKey(), place.getValue());
    }
    return true;
  }

  /* Without a word where nothing is missing: the permissions say whether it can be used. */
  private static boolean isMeasured(Patient patient) throws KubeException {
    boolean isServed = patient.context().reads().isServed(Permission.METRICS, PATIENCE);
    if (!isServed) {
      patient.ok(
          "cluster.metrics",
          "%s is not installed: no processor and memory figures".formatted(Permission.METRICS));
    }
    return isServed;
  }

  /* Side by side: over a slow network one after the other takes seconds. */
  private static Future<Boolean> asked(
      Patient patient, ClusterReads.Access access, Semaphore free) {
    ClusterReads reads = patient.context().reads();
    FutureTask<Boolean> answer =
        new FutureTask<>(() -> {
          free.acquire();
          try {
            return reads.isAllowed(access, PATIENCE);
          } finally {
            free.release();
          }
        });
    Thread _ = Thread.ofVirtual().name("doctor-permission").start(answer);
    return answer;
  }

  private static void tell(Patient patient, String where, List<Question> questions)
      throws KubeException {
    List<String> remedies = new ArrayList<>();
    for (Question question : questions) {
      String remedy = remedyTold(patient, question);
      if (remedy != null) {
        remedies.add(remedy);
      }
    }
    patient.permissions(
        where,
        questions.size() - remedies.size(),
        questions.size(),
        remedies.isEmpty() ? null : remedies.getFirst()); // of the most important one
  }

  /* Returns what to do where something is missing. */
  private static @Nullable String remedyTold(Patient patient, Question question)
      throws KubeException {
    Permission permission = question.permission();
    List<Permission.Part> missing = new ArrayList<>();
    for (Map.Entry<Permission.Part, Future<Boolean>> part : question.parts().entrySet()) {
      if (!isAllowed(part.getValue())) {
        missing.add(part.getKey());
      }
    }
    boolean isWhole = missing.isEmpty();
    String subject =
        question.where() + ": " + Permission.words(isWhole ? permission.parts() : missing);
    if (isWhole) {
      patient.permission(subject, Status.OK, "allowed", null);
      return null;
    }
    String check = missing.getFirst().command(patient.context().name(), question.place());
    String remedy =
        permission.without() == Status.BROKEN
            ? "ask for the Role localport-minimal (docs/rbac.md); to check it: " + check
            : "docs/rbac.md has a Role with it; to check it: " + check;
    patient.permission(
        subject, permission.without(), "missing permission: " + permission.loss(), remedy);
    return remedy;
  }

  private static boolean isAllowed(Future<Boolean> answer) throws KubeException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KubeException why) {
        throw why;
      }
      throw new IllegalStateException("a review that failed by a bug", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the time is over: what comes now is not read
      return false;
    }
  }
}
