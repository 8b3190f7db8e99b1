package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Roles that {@code docs/rbac.md} shows, and its table of verbs, on a real API server. */
@OnRealCluster
@NeedsFaults
@BesideOthers
class RbacIT {
  private static final String NAMESPACE = "lp-rbac";
  private static final String ACCOUNT = NAMESPACE + ":dev";
  private static final Path ROLES = LocalportProgram.root().resolve("config-examples/rbac");

  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: service
          connection: {resource_name: web, namespace: lp-rbac}
          ports: ["auto:http"]
        - name: labels
          connection: {selector: app=web, namespace: lp-rbac}
          ports: ["auto:8080"]
        - name: pod
          connection: {resource_type: pod, resource_name: web-0, namespace: lp-rbac}
          ports: ["auto:8080"]
      """;

  /**
   * Verbs, and the services of {@link #SERVICES} that they are enough for.
   *
   * @param forward of {@code pods/portforward}
   */
  private record Verbs(String services, String pods, String forward, Set<String> up) {}

  private static final List<Verbs> TABLE =
      List.of(
          new Verbs("get", "list", "create", Set.of("service", "labels")),
          new Verbs("", "list", "create", Set.of("labels")),
          new Verbs("get", "get", "create", Set.of("pod")),
          new Verbs("get", "get,list", "get", Set.of("service", "labels", "pod")),
          new Verbs("get", "get,list", "", Set.of()));

  @TempDir Path temporary;

  @Test
  @Tag("ci")
  void theMinimalRoleForwardsAndTheFullOneShowsTheCluster(TestCluster cluster)
      throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    try {
      Path kubeconfig = prepare(cluster);
      apply(faults, "minimal");
      bind(faults, "rolebinding", "localport-minimal", "--role");
      awaitAllowed(faults, "create", "pods", "portforward", NAMESPACE);
      try (LocalportProgram localport = new LocalportProgram(temporary, kubeconfig)) {
        localport.config(SERVICES);

        Result start = localport.run("start", "--wait", "--timeout", "30");

        assertThat(start.exit()).as(start.toString()).isZero();
        assertThat(Http.pod(Ports.of(localport, "service"))).isEqualTo("web-0");
        assertThat(localport.run("cluster", "status", "--refresh").stdout())
            .contains("connected · limited permissions")
            .contains("missing permissions: list nodes, list pods, ")
            .contains("list events");

        apply(faults, "full");
        bind(faults, "rolebinding", "localport-full", "--role");
        bind(faults, "clusterrolebinding", "localport-cluster", "--clusterrole");
        awaitAllowed(faults, "get", "pods", "log", NAMESPACE);
        awaitAllowed(faults, "list", "nodes", "", "");

        String full = localport.run("cluster", "status", "--refresh").stdout();
        assertThat(full).doesNotContain("missing permissions").contains("NODE ");
        assertThat(localport.run("logs", "service", "--pod").exit()).isZero();
      }
    } finally {
      cleanUp(faults);
    }
  }

  @Test
  @Tag("long") // half a minute
  void eachVerbGivesWhatThePageSays(TestCluster cluster) throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    try {
      Path kubeconfig = prepare(cluster);
      try (LocalportProgram localport = new LocalportProgram(temporary, kubeconfig)) {
        localport.config(SERVICES);
        boolean isBound = false;
        for (Verbs verbs : TABLE) {
          allow(faults, verbs);
          if (!isBound) {
            bind(faults, "rolebinding", "verbs", "--role");
            isBound = true;
          }
          awaitAllowed(faults, "get", "configmaps", "", NAMESPACE, marker(verbs));

          JsonObject started =
              localport.json(Set.of(0, 3), "start", "--all", "--timeout", "30", "-o", "json");

          assertThat(connected(started)).as("%s: %s", verbs, started).isEqualTo(verbs.up());
          assertThat(localport.run("stop", "--all").exit()).isZero();
        }
      }
    } finally {
      cleanUp(faults);
    }
  }

  private static Set<String> connected(JsonObject started) {
    return started.objects("services").stream()
        .filter(service -> service.text("state").equals("connected"))
        .map(service -> service.text("name"))
        .collect(Collectors.toSet());
  }

  /** Returns the kubeconfig of an account that has no permissions yet. */
  private Path prepare(TestCluster cluster) throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    faults.kubectl("wait", "--for=delete", "namespace/" + NAMESPACE, "--timeout=60s");
    try (InputStream objects =
        Objects.requireNonNull(RbacIT.class.getResourceAsStream("rbac.yaml"))) {
      Path file = Files.write(temporary.resolve("rbac.yaml"), objects.readAllBytes());
      faults.kubectl("apply", "-f", file.toString());
    }
    return Kubeconfigs.withToken(cluster.kubeconfig(), temporary, faults.token(NAMESPACE, "dev"));
  }

  private static void apply(Faults faults, String role) throws IOException, InterruptedException {
    faults.kubectl("-n", NAMESPACE, "apply", "-f", ROLES.resolve(role + ".yaml").toString());
  }

  private static void bind(Faults faults, String kind, String role, String option)
      throws IOException, InterruptedException {
    faults.kubectl(
        "-n", NAMESPACE, "create", kind, role, option, role, "--serviceaccount", ACCOUNT);
  }

  /** Replaces the Role; the name of a ConfigMap in it shows when the API server knows it. */
  private void allow(Faults faults, Verbs verbs) throws IOException, InterruptedException {
    List<JsonObject> rules = new ArrayList<>();
    rules.add(rule("services", verbs.services()));
    rules.add(rule("pods", verbs.pods()));
    rules.add(rule("pods/portforward", verbs.forward()));
    rules.add(
        JsonObject.builder()
            .putAll(rule("configmaps", "get"))
            .put("resourceNames", List.of(marker(verbs)))
            .build());
    JsonObject role =
        JsonObject.builder()
            .put("apiVersion", "rbac.authorization.k8s.io/v1")
            .put("kind", "Role")
            .put("metadata", JsonObject.builder().put("name", "verbs").build())
            .put("rules", rules.stream().filter(rule -> !rule.texts("verbs").isEmpty()).toList())
            .build();
    Path file = Files.writeString(temporary.resolve("role.json"), role.toString());
    faults.kubectl("-n", NAMESPACE, "apply", "-f", file.toString());
  }

  private static String marker(Verbs verbs) {
    return "row-" + TABLE.indexOf(verbs);
  }

  private static JsonObject rule(String resource, String verbs) {
    return JsonObject.builder()
        .put("apiGroups", List.of(""))
        .put("resources", List.of(resource))
        .put("verbs", verbs.isEmpty() ? List.of() : List.of(verbs.split(",", -1)))
        .build();
  }

  private void awaitAllowed(
      Faults faults,
      String verb,
      String resource,
      String subresource,
      String namespace,
      String... name)
      throws IOException {
    Path file = temporary.resolve("review.json");
    Files.writeString(
        file,
        """
        {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
         "spec": {"user": "system:serviceaccount:%s", "resourceAttributes": {
           "verb": "%s", "resource": "%s", "subresource": "%s", "namespace": "%s", "name": "%s"}}}
        """
            .formatted(ACCOUNT, verb, resource, subresource, namespace, String.join("", name)));
    Await.until(
        "permission to %s %s".formatted(verb, resource),
        () ->
            faults
                .kubectl("create", "-f", file.toString(), "-o", "jsonpath={.status.allowed}")
                .strip()
                .equals("true"));
  }

  /** A pod without a controller keeps a namespace for minutes, if it is not deleted by force. */
  private static void cleanUp(Faults faults) throws IOException {
    faults.undo(
        "kubectl",
        "-n",
        NAMESPACE,
        "delete",
        "pod",
        "web-0",
        "--ignore-not-found",
        "--force",
        "--grace-period=0");
    faults.undo("kubectl", "delete", "namespace", NAMESPACE, "--ignore-not-found", "--wait=false");
    faults.undo(
        "kubectl",
        "delete",
        "clusterrolebinding,clusterrole",
        "localport-cluster",
        "--ignore-not-found");
  }
}
