package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one clear line and the documented exit code, never a stack trace. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class BadInputIT {
  private static final String WEB = "service/web";

  @TempDir static Path shared;
  @TempDir Path temporary;

  @Test
  void aMissingKubeconfig(TestCluster cluster) throws IOException, InterruptedException {
    Path missing = temporary.resolve("missing.yaml");

    fails(
        missing, 2, "no kubeconfig: " + missing + " does not exist; set KUBECONFIG", WEB, ":8000");
  }

  @Test
  void aFileThatIsNoKubeconfig(TestCluster cluster) throws IOException, InterruptedException {
    Path garbage = Files.writeString(temporary.resolve("garbage.yaml"), "a: [");

    fails(garbage, 2, garbage + " is not a kubeconfig: ", WEB, ":8000");
  }

  @Test
  void anUnknownContext(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.kubeconfig(),
        2,
        "has no context \"nowhere\"; it has ",
        "--context",
        "nowhere",
        WEB,
        ":8000");
  }

  @Test
  void aFileWithAnUnknownContext(TestCluster cluster) throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(
          """
          version: "1.0"
          services:
            - name: web
              connection: {resource_name: web, context: nowhere}
              ports: [":8000"]
          """);

      assertOneLine(
          localport.run("start"),
          2,
          "the kubeconfig %s has no context \"nowhere\"; it has ".formatted(cluster.kubeconfig()));
    }
  }

  @Test
  void aServerThatIsAway(TestCluster cluster) throws IOException, InterruptedException {
    Path away =
        Kubeconfigs.changed(
            cluster.kubeconfig(), temporary, "server: \\S+", "server: https://127.0.0.1:1");

    fails(away, 4, "the API server https://127.0.0.1:1 cannot be reached: ", WEB, ":8000");
  }

  @Test
  void aCertificateAuthorityThatDidNotSignTheServer(TestCluster cluster)
      throws IOException, InterruptedException {
    Certificates other = Certificates.selfSigned(temporary, "other", "-1d");
    Path wrong = Kubeconfigs.trusting(cluster.kubeconfig(), temporary, other.certificate());

    fails(wrong, 4, " is not trusted: ", WEB, ":8000");
  }

  @Test
  @NeedsFaults
  void aClientCertificateThatHasExpired(TestCluster cluster)
      throws IOException, InterruptedException {
    Certificates expired = Certificates.selfSigned(temporary, "expired", "-90d");
    Path kubeconfig =
        Kubeconfigs.presenting(
            cluster.faults().kubeconfig("admin"), temporary, expired.certificate(), expired.key());

    fails(
        kubeconfig,
        5,
        "the client certificate of context localport-admin expired at ",
        WEB,
        ":8000");
  }

  @Test
  @NeedsFaults
  void aTokenThatNobodyKnows(TestCluster cluster) throws IOException, InterruptedException {
    Path kubeconfig =
        Kubeconfigs.changed(
            cluster.faults().kubeconfig("restricted"), temporary, "token: \\S+", "token: nobody");

    fails(kubeconfig, 5, "rejected the credentials of context ", WEB, ":8000");
  }

  @Test
  @NeedsFaults
  void anAccountWithoutAnyRight(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.faults().kubeconfig("nobody"),
        5,
        "User \"nobody\" cannot get resource \"services\"",
        WEB,
        ":8000");
  }

  @Test
  @NeedsFaults
  void aTargetThatAnAccountMayNotSee(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.faults().kubeconfig("restricted"),
        5,
        "cannot get resource \"services\" in API group \"\" in the namespace \"lp-demo\"",
        WEB,
        ":8000");
  }

  @Test
  void aNamespaceThatIsNotThere(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.kubeconfig(),
        3,
        "namespace nowhere was not found in ",
        "-n",
        "nowhere",
        WEB,
        ":80");
  }

  @Test
  void aServiceThatIsNotThere(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.kubeconfig(), 3, "service/weeb was not found in namespace ", "service/weeb", ":80");
  }

  @Test
  void aPodThatIsNotThere(TestCluster cluster) throws IOException, InterruptedException {
    fails(cluster.kubeconfig(), 3, "pod/weeb was not found in namespace ", "pod/weeb", ":80");
  }

  @Test
  void aPortThatAServiceDoesNotHave(TestCluster cluster) throws IOException, InterruptedException {
    fails(cluster.kubeconfig(), 3, "service/web has no port 81; it has 8000 (http)", WEB, ":81");
  }

  @Test
  void aPortNameThatNoContainerHas(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.kubeconfig(),
        3,
        "has no port named hppt; it has http (8080)",
        "deployment/web",
        ":hppt");
  }

  @Test
  void aServiceWithoutPods(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.kubeconfig(),
        3,
        "nomatch-80: no ready pod: there are no pods",
        "service/nomatch",
        ":80");
  }

  @Test
  void anExternalName(TestCluster cluster) throws IOException, InterruptedException {
    fails(
        cluster.kubeconfig(),
        3,
        "service/external is an ExternalName for outside.invalid and has no pods",
        "service/external",
        ":80");
  }

  @Test
  void aLocalPortThatSomebodyElseHolds(TestCluster cluster)
      throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      String holder = "java (pid %d)".formatted(ProcessHandle.current().pid());

      fails(
          cluster.kubeconfig(),
          3,
          "127.0.0.1:%d is taken by %s; free it, or set local_port: auto".formatted(port, holder),
          WEB,
          port + ":8000");
    }
  }

  @Test
  void udpIsRefusedByName(TestCluster cluster) throws IOException, InterruptedException {
    fails(cluster.kubeconfig(), 2, "UDP", WEB, "8000/udp");
  }

  @Test
  void aHomeWhosePathIsTooLongForASocketWorksAllTheSame(TestCluster cluster)
      throws IOException, InterruptedException {
    Path deep = temporary.resolve("d".repeat(200));
    try (LocalportProgram localport =
        new LocalportProgram(Files.createDirectories(deep), cluster.kubeconfig())) {
      Result result = localport.run("forward", "-d", "-n", "lp-demo", WEB, ":8000");

      assertThat(result.exit()).as(result.toString()).isZero();
    }
  }

  @Test
  void aHomeOfSomebodyElseIsRefused(TestCluster cluster) throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      var nobody =
          localport
              .home()
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("nobody");
      var owner = Files.getOwner(localport.home());
      Files.setOwner(localport.home(), nobody); // the tests run as root where the cluster is ours
      try {
        Result result = localport.run("daemon", "start");

        assertOneLine(result, 5, "belongs to nobody");
      } finally {
        Files.setOwner(localport.home(), owner);
      }
    }
  }

  @Test
  void aConfigurationWithMistakesIsToldWithPlacesAndRemedies(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(
          """
          version: "1.0"
          services:
            - name: web
              local_port: 70000
              remote_port: 8000
              connection: {resource_name: web}
          """);

      Result result = localport.run("start");

      assertThat(result.stderr())
          .isEqualTo(
              "localport.yaml:4:17: services[0].local_port: 70000 is not a port;"
                  + " use 1 to 65535, or auto\n");
      assertThat(result.exit()).isEqualTo(2);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    new LocalportProgram(shared, shared.resolve("none")).close();
  }

  /**
   * Forwards with the given words, and expects one line that contains {@code message}. On a free
   * local port: the one of the test before may be about to become free.
   */
  private void fails(Path kubeconfig, int exit, String message, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("forward"));
    if (!List.of(words).contains("-n")) {
      command.addAll(List.of("-n", "lp-demo"));
    }
    command.addAll(List.of(words));
    LocalportProgram localport = new LocalportProgram(shared, kubeconfig); // one daemon for all
    assertOneLine(localport.run(command.toArray(String[]::new)), exit, message);
  }

  private static void assertOneLine(Result result, int exit, String message) {
    assertThat(result.stderr()).contains(message).doesNotContain("Exception", "\tat ");
    assertThat(result.stderr().lines().filter(line -> line.contains(message))).hasSize(1);
    assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
  }
}
