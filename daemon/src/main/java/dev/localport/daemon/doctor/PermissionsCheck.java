package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck.Status;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What this user may do, as the cluster says (SelfSubjectAccessReview): one finding for each. */
record PermissionsCheck() implements Check {
  /** A permission in a namespace, and the answer that is awaited. */
  private record Question(
      Permission permission, @Nullable String namespace, FutureTask<Boolean> answer) {}

  @Override
  public String what() {
    return "the permissions";
  }

  @Override
  public boolean run(Patient patient) throws KubeException {
    List<Question> questions = new ArrayList<>();
    for (String namespace : patient.namespaces()) {
      Permission.ALL.stream()
          .filter(Permission::namespaced)
          .forEach(permission -> questions.add(asked(patient, permission, namespace)));
    }
    Permission.ALL.stream()
        .filter(permission -> !permission.namespaced())
        .forEach(permission -> questions.add(asked(patient, permission, null)));
    for (Question question : questions) {
      tell(patient, question);
    }
    return true;
  }

  /* Side by side: over a slow network one after the other takes seconds. */
  private static Question asked(
      Patient patient, Permission permission, @Nullable String namespace) {
    ClusterReads reads = patient.context().reads();
    FutureTask<Boolean> answer =
        new FutureTask<>(() -> reads.isAllowed(permission.in(namespace), PATIENCE));
    Thread _ = Thread.ofVirtual().name("doctor-permission").start(answer);
    return new Question(permission, namespace, answer);
  }

  private static void tell(Patient patient, Question question) throws KubeException {
    Permission permission = question.permission();
    String where = question.namespace() == null ? "whole cluster" : question.namespace();
    String subject = where + ": " + permission.words();
    if (isAllowed(question)) {
      patient.permission(subject, Status.OK, permission.purpose(), null);
    } else {
      String check = permission.command(patient.context().name(), question.namespace());
      patient.permission(
          subject,
          permission.without(),
          "missing permission: " + permission.loss(),
          permission.without() == Status.BROKEN
              ? "ask for the Role localport-minimal (docs/rbac.md); to check it: " + check
              : "to check it: " + check);
    }
  }

  private static boolean isAllowed(Question question) throws KubeException {
    try {
      return question.answer().get();
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
