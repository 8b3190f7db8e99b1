package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.TargetPlace;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetMethodsTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir private Path folder;
  private ForwardsFixture daemon;

  @BeforeEach
  void open() throws IOException {
    daemon = new ForwardsFixture(folder);
    daemon.server.objects.put("/api/v1/namespaces/default/pods", TableText.of("web-1", "x"));
    daemon.server.objects.put("/api/v1/namespaces", TableText.of("default", "shop"));
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private TargetMethods methods() {
    return new TargetMethods(daemon.contexts, Await.LIMIT);
  }

  /** Asks in a kubeconfig of the folder; null leaves a parameter out. */
  private JsonObject params(String kubeconfig, @Nullable String kind, @Nullable String prefix) {
    String path = folder.resolve(kubeconfig).toString();
    return JsonObject.builder()
        .putAll(new TargetPlace(new Caller(path), null, null).toJson())
        .put("kind", kind)
        .put("prefix", prefix)
        .build();
  }

  private static JsonObject list(TargetMethods methods, JsonObject params)
      throws InterruptedException {
    return methods.list(params, new DeafCaller());
  }

  @Test
  void namesWhatBeginsSoAndNamespacesWithoutAKind() throws InterruptedException {
    assertThat(list(methods(), params("kube/config", "pod", "we")).texts("names"))
        .containsExactly("web-1");
    assertThat(list(methods(), params("kube/config", "pod", null)).texts("names"))
        .containsExactly("web-1", "x");
    assertThat(list(methods(), params("kube/config", null, null)).texts("names"))
        .containsExactly("default", "shop");
  }

  @Test
  void asksTheClusterForNamesAlone() throws InterruptedException {
    list(methods(), params("kube/config", "pod", null));

    assertThat(daemon.server.requests.getLast())
        .contains("includeObject=None")
        .contains("limit=500")
        .containsIgnoringCase("accept: application/json;as=Table;v=v1;g=meta.k8s.io,");
  }

  @Test
  void aKindThatNamesNoObjectIsRefusedWithThoseThatDo() {
    for (String kind : new String[] {"selector", "svc", ""}) {
      assertThatThrownBy(() -> list(methods(), params("kube/config", kind, null)))
          .isInstanceOfSatisfying(
              RpcException.class, e -> assertThat(e.code()).isEqualTo(RpcException.INVALID_PARAMS))
          .hasMessage(
              "kind must be one of service, pod, deployment, statefulset, daemonset, replicaset,"
                  + " job");
    }
    assertThatThrownBy(() -> methods().ports(params("kube/config", null, null), new DeafCaller()))
        .hasMessage("kind is missing");
  }

  @Test
  void aTargetWithoutANameIsRefused() {
    JsonObject params =
        JsonObject.builder().putAll(params("kube/config", "pod", null)).put("name", "").build();

    assertThatThrownBy(() -> methods().ports(params, new DeafCaller()))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.code()).isEqualTo(RpcException.INVALID_PARAMS))
        .hasMessage("name is empty");
  }

  @Test
  void whatTheClusterRefusesIsToldInItsWordsWithAnExitCode() {
    JsonObject params =
        JsonObject.builder()
            .putAll(params("kube/config", "pod", null))
            .put("name", "web-9")
            .build();

    assertThatThrownBy(() -> methods().ports(params, new DeafCaller()))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(exitCode(e)).isEqualTo(ExitCode.SERVICE))
        .hasMessage("pod/web-9 was not found in namespace default of context dev");
    assertThatThrownBy(() -> list(methods(), params("nowhere", "pod", null)))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(exitCode(e)).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageStartingWith("no kubeconfig: ");
  }

  private static long exitCode(RpcException e) {
    return e.data().number("exit_code");
  }

  /* Connections are taken by the system, and nobody ever reads one. */
  private ServerSocket silence() throws IOException {
    ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Files.writeString(
        folder.resolve("silent"),
        Files.readString(folder.resolve("kube/config"))
            .replace(
                ":" + daemon.server.endpoint().port() + "\"", ":" + silent.getLocalPort() + "\""));
    return silent;
  }

  @Test
  void aClusterThatIsSilentIsNotWaitedFor() throws IOException {
    TargetMethods hasty = new TargetMethods(daemon.contexts, SHORT);
    try (ServerSocket _ = silence()) {
      assertThatThrownBy(() -> list(hasty, params("silent", "pod", null)))
          .isInstanceOfSatisfying(
              RpcException.class, e -> assertThat(exitCode(e)).isEqualTo(ExitCode.NETWORK))
          .hasMessage("the cluster of the current context did not respond within 20 ms");
    }
  }

  @Test
  void fewLookUpsWaitAtOnce() throws IOException {
    TargetMethods hasty = new TargetMethods(daemon.contexts, SHORT);
    JsonObject silent = params("silent", "pod", null);
    try (ServerSocket _ = silence()) {
      for (int i = 0; i < 16; i++) {
        assertThatThrownBy(() -> list(hasty, silent)).hasMessageContaining("did not respond");
      }

      assertThatThrownBy(() -> list(hasty, silent))
          .hasMessage("16 lookups are already waiting for their clusters");
    }
    Await.until("they end when the server does", () -> answers(hasty));
  }

  private boolean answers(TargetMethods methods) {
    try {
      return !list(methods, params("kube/config", "pod", null)).texts("names").isEmpty();
    } catch (RpcException _) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPluginThatTakesLongIsNotKilledAndServesTheNextOne()
      throws IOException, InterruptedException {
    Path plugin = folder.resolve("login");
    Files.writeString(
        plugin,
        """
        #!/bin/sh
        echo begun >> '%1$s/begun'
        while [ ! -e '%1$s/agreed' ]; do sleep 0.02; done
        echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",'
        echo ' "status": {"token": "fresh"}}'
        """
            .formatted(folder));
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        folder.resolve("kube/config"),
        Files.readString(folder.resolve("kube/config"))
            .replace(
                "{token: secret}",
                "{exec: {apiVersion: client.authentication.k8s.io/v1, command: '%s'}}"
                    .formatted(plugin)));
    TargetMethods hasty = new TargetMethods(daemon.contexts, SHORT);
    Await.until("the plug-in runs", () -> !answers(hasty) && Files.exists(folder.resolve("begun")));

    Files.createFile(folder.resolve("agreed"));

    Await.until("its token serves", () -> answers(hasty));
    assertThat(folder.resolve("begun")).hasContent("begun");
    assertThat(daemon.server.requests.getLast()).contains("Bearer fresh");
  }
}
