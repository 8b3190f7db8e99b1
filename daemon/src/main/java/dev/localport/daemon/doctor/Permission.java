package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck.Status;
import dev.localport.daemon.kube.reads.ClusterReads.Access;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of docs/rbac.md.
 *
 * @param without how it is where the permission is missing
 * @param purpose what it gives
 * @param loss what does not work without it
 * @param namespaced whether it is asked for in each namespace, or once for the whole cluster
 */
record Permission(
    String verb,
    String resource,
    String subresource,
    Status without,
    String purpose,
    String loss,
    boolean namespaced) {
  /** All that LocalPort can use, the important ones first. */
  static final List<Permission> ALL =
      List.of(
          needed("create", "pods", "portforward", "the forward", "no forwards"),
          needed("list", "pods", "", "pods behind a target", "only named pods work"),
          useful("get", "services", "", "targets that are Services", "no Services"),
          useful("get", "pods", "", "named pods, logs", "no named pods"),
          useful("watch", "pods", "", "new pods at once", "new pods within 10 s"),
          useful("get", "pods", "portforward", "WebSockets", "no proxies that drop SPDY"),
          useful("get", "pods", "log", "localport logs --pod", "no pod logs"),
          useful("list", "events", "", "events, explain", "no events"),
          cluster("list", "nodes", "nodes in cluster status", "no nodes"));

  private static Permission needed(
      String verb, String resource, String part, String purpose, String loss) {
    return new Permission(verb, resource, part, Status.BROKEN, purpose, loss, true);
  }

  private static Permission useful(
      String verb, String resource, String part, String purpose, String loss) {
    return new Permission(verb, resource, part, Status.WARNING, purpose, loss, true);
  }

  private static Permission cluster(String verb, String resource, String purpose, String loss) {
    return new Permission(verb, resource, "", Status.WARNING, purpose, loss, false);
  }

  /** Returns {@code create pods/portforward}. */
  String words() {
    return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
  }

  Access in(@Nullable String namespace) {
    return new Access(verb, "", resource, subresource, namespaced ? namespace : null);
  }

  /** Returns the command that checks it. */
  String command(String context, @Nullable String namespace) {
    return "kubectl --context %s auth can-i %s %s%s%s"
        .formatted(
            context,
            verb,
            resource,
            subresource.isEmpty() ? "" : " --subresource=" + subresource,
            namespaced ? " -n " + namespace : "");
  }
}
