package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorCheck.Status;
import dev.localport.api.DoctorRequest;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.ForeignText;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster under examination, and who hears of it.
 *
 * @param asked what was asked for
 * @param context as the kubeconfig has it
 * @param found gets each finding; from any thread
 */
record Patient(DoctorRequest.Cluster asked, KubeContext context, Consumer<DoctorCheck> found) {

  /** Returns the namespaces in use. */
  List<String> namespaces() {
    return asked.namespaces().isEmpty() ? List.of(context.namespace()) : asked.namespaces();
  }

  void ok(String id, String message) {
    found.accept(DoctorCheck.ok(id, asked.group(), context.name(), ForeignText.line(message)));
  }

  void warn(String id, String message, @Nullable String remedy) {
    found.accept(
        DoctorCheck.warning(id, asked.group(), context.name(), ForeignText.line(message), remedy));
  }

  void broken(String id, String message, String remedy) {
    found.accept(
        DoctorCheck.broken(id, asked.group(), context.name(), ForeignText.line(message), remedy));
  }

  /** Says what kept the context from being used. */
  void failed(String id, KubeException why) {
    found.accept(Remedies.finding(id, asked, context.name(), why));
  }

  /** Says what one permission is. */
  void permission(String subject, Status status, String message, @Nullable String remedy) {
    found.accept(
        new DoctorCheck("cluster.permission", asked.group(), subject, status, message, remedy));
  }

  /**
   * Sums up the permissions of a place.
   *
   * @param remedy what to do about the first that is missing; null: none is
   */
  void permissions(String where, int allowed, int all, @Nullable String remedy) {
    found.accept(
        new DoctorCheck(
            "cluster.permissions",
            asked.group(),
            context.name(),
            allowed > 0 ? Status.OK : Status.WARNING,
            "permissions in %s: %d of %d".formatted(where, allowed, all),
            remedy));
  }
}
