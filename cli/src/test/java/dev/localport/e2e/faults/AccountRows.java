package dev.localport.e2e.faults;

import dev.localport.e2e.Certificates;
import dev.localport.e2e.Faults;
import dev.localport.e2e.Kubeconfigs;
import dev.localport.e2e.faults.Row.Expected;
import dev.localport.e2e.faults.Row.Open;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Rows in which the cluster rejects the user, or the kubeconfig changes. */
final class AccountRows {
  private static final String NAMESPACE = "lp-demo";
  private static final String ACCOUNT = "matrix";
  private static final Duration CERTIFICATE_LIVES = Duration.ofSeconds(40);

  private AccountRows() {}

  static Row certificateExpired() {
    return new Row(
        "client certificate expired",
        AccountRows::withACertificateThatExpires,
        scene -> isRejectedUntil(scene, () -> scene.kubeconfigOf("admin")),
        new Expected(Open.LIVE, List.of("error"), List.of("cluster:error", "cluster:connected")),
        "a new certificate in the kubeconfig");
  }

  static Row tokenRevoked() {
    return new Row(
        "token revoked (its secret deleted)",
        AccountRows::withAToken,
        scene -> {
          scene.kubectl("delete", "secret", ACCOUNT);
          isRejectedUntil(scene, () -> scene.kubeconfigOf("admin"));
        },
        new Expected(Open.LIVE, List.of("error"), List.of("cluster:error", "cluster:connected")),
        "new credentials in the kubeconfig");
  }

  static Row kubeconfigReplaced() {
    return new Row(
        "kubeconfig replaced by one with another key",
        AccountRows::asAdmin,
        scene -> {
          String other = Files.readString(scene.faults().kubeconfig("admin-ec"));
          scene.kubeconfig(other.replace("localport-admin-ec", "localport-admin"));
        },
        new Expected(Open.LIVE, List.of(), List.of()),
        "nothing");
  }

  static Row kubeconfigBroken() {
    return new Row(
        "kubeconfig half written for 10 s, then whole",
        AccountRows::asAdmin,
        scene -> {
          String whole = Files.readString(scene.faults().kubeconfig("admin"));
          scene.kubeconfig(whole.substring(0, whole.length() / 2) + "\n  {");
          Await.pass(Duration.ofSeconds(10));
          scene.kubeconfig(whole);
        },
        new Expected(Open.LIVE, List.of("error"), List.of("cluster:error", "cluster:connected")),
        "nothing");
  }

  /** Something that the user does. */
  private interface Remedy {
    void apply() throws IOException, InterruptedException;
  }

  private static void isRejectedUntil(Scene scene, Remedy remedy)
      throws IOException, InterruptedException {
    Await.until(
        Duration.ofMinutes(5),
        "cluster that rejects the user",
        () ->
            DaemonStatus.read(scene.localport().home())
                .objects("clusters")
                .getFirst()
                .text("state"),
        "error"::equals);
    Await.pass(Duration.ofSeconds(2));
    remedy.apply();
  }

  private static Scene asAdmin(Faults faults, Path folder)
      throws IOException, InterruptedException {
    return new Scene(faults, folder, faults.kubeconfig("admin"));
  }

  private static Scene withACertificateThatExpires(Faults faults, Path folder)
      throws IOException, InterruptedException {
    Path admin = faults.kubeconfig("admin");
    Path folderOfAdmin = Objects.requireNonNull(admin.toAbsolutePath().getParent());
    Path authority = folderOfAdmin.resolveSibling("pki");
    Certificates user =
        Certificates.signed(
            folder,
            "/O=system:masters/CN=" + ACCOUNT,
            authority.resolve("ca.crt"),
            authority.resolve("ca.key"),
            CERTIFICATE_LIVES);
    return new Scene(
        faults, folder, Kubeconfigs.presenting(admin, folder, user.certificate(), user.key()));
  }

  private static Scene withAToken(Faults faults, Path folder)
      throws IOException, InterruptedException {
    Path kubeconfig =
        Kubeconfigs.withToken(faults.kubeconfig("admin"), folder, token(faults, folder));
    return new Scene(faults, folder, kubeconfig).with(() -> deleteAccount(faults, folder));
  }

  /** Makes an account that may do everything, and returns its token. */
  static String token(Faults faults, Path folder) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("account.yaml"), OBJECTS);
    faults.kubectl("apply", "-f", file.toString());
    String data =
        Await.until(
            "token of the secret",
            () ->
                faults.kubectl(
                    "-n", NAMESPACE, "get", "secret", ACCOUNT, "-o", "jsonpath={.data.token}"),
            token -> !token.isBlank());
    return new String(Base64.getDecoder().decode(data.strip()), StandardCharsets.US_ASCII);
  }

  /** Takes the account away. */
  static void deleteAccount(Faults faults, Path folder) throws IOException {
    String file = folder.resolve("account.yaml").toString();
    faults.undo("kubectl", "delete", "--ignore-not-found", "-f", file);
  }

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: matrix, namespace: lp-demo}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: lp-matrix}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
      subjects: [{kind: ServiceAccount, name: matrix, namespace: lp-demo}]
      ---
      apiVersion: v1
      kind: Secret
      metadata:
        name: matrix
        namespace: lp-demo
        annotations: {kubernetes.io/service-account.name: matrix}
      type: kubernetes.io/service-account-token
      """;
}
