package dev.localport.daemon.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.localport.api.Caller;
import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorCheck.Status;
import dev.localport.api.DoctorRequest;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.SimulatedContexts;
import dev.localport.daemon.time.Timers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Set-ups of clusters, each broken in one way: found, named, and with its remedy.
 *
 * <p>Over 300 lines, since it is one table.
 */
class ClusterDoctorTest {
  private static final DoctorRequest.Cluster DEMO =
      new DoctorRequest.Cluster("demo", null, List.of("demo"));

  /**
   * A set-up that is broken in one way, and what is to be found.
   *
   * @param name the name of the test
   * @param edit what is different in the kubeconfig
   * @param fault what is wrong at the API server: a line of the simulator's control port, or empty
   * @param message a part of the finding
   * @param remedy a part of its remedy
   */
  private record Broken(
      String name,
      UnaryOperator<String> edit,
      String fault,
      String id,
      Status status,
      String message,
      String remedy) {}

  @TempDir private Path folder;
  private SimulatedContexts simulated;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    simulated = new SimulatedContexts(folder);
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    simulated.close();
  }

  private static UnaryOperator<String> line(String begin, String other) {
    return text -> text.replaceFirst("(?m)^( *)" + begin + ".*$", "$1" + other);
  }

  private static String jwt(String claims) {
    String middle = Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return "e30." + middle + ".x";
  }

  private static Broken edited(
      String name,
      UnaryOperator<String> edit,
      String id,
      Status status,
      String message,
      String remedy) {
    return new Broken(name, edit, "", id, status, message, remedy);
  }

  private static Broken denied(String what, Status status, String message, String remedy) {
    String[] words = what.split(" ", 2);
    return new Broken(
        "may not " + what,
        text -> text,
        "deny?verb=%s&resource=%s".formatted(words[0], words[1]),
        "cluster.permission",
        status,
        message,
        remedy);
  }

  private static List<Broken> all() {
    String exec =
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: %s, interactiveMode: %s}";
    return List.of(
        edited(
            "a kubeconfig that is no YAML",
            _ -> "contexts: [",
            "cluster.kubeconfig",
            Status.BROKEN,
            "is not a kubeconfig",
            "fix the kubeconfig"),
        edited(
            "a context that is missing",
            text -> text.replace("- name: demo\n    context", "- name: dmo\n    context"),
            "cluster.kubeconfig",
            Status.BROKEN,
            "has no context \"demo\"",
            "did you mean dmo?"),
        edited(
            "a plug-in that is not on the PATH",
            line("token:", exec.formatted("no-such-sso", "Never")),
            "cluster.credentials",
            Status.BROKEN,
            "no-such-sso cannot be run: it is not in PATH",
            "put its folder on the PATH of this shell"),
        edited(
            "a plug-in that fails",
            line("token:", exec.formatted("\"false\"", "Never")),
            "cluster.credentials",
            Status.BROKEN,
            "ended with 1",
            "localport login demo"),
        edited(
            "a plug-in that needs a terminal",
            line("token:", exec.formatted("sh", "Always")),
            "cluster.credentials",
            Status.BROKEN,
            "needs a terminal",
            "localport login demo"),
        edited(
            "a token that has expired",
            line("token:", "token: " + jwt("{\"exp\": 1000000000}")),
            "cluster.credentials",
            Status.BROKEN,
            "the token expired at 2001-09-09T01:46:40Z",
            "log in again"),
        edited(
            "a token that the cluster rejects",
            line("token:", "token: wrong"),
            "cluster.reachable",
            Status.BROKEN,
            "rejected the credentials of context demo (401)",
            "log in again"),
        edited(
            "a certificate that is not trusted",
            line("certificate-authority-data:.*", "disable-compression: false"),
            "cluster.reachable",
            Status.BROKEN,
            "is not trusted",
            "check certificate-authority in the kubeconfig"),
        edited(
            "a certificate that is not verified",
            line("certificate-authority-data:.*", "insecure-skip-tls-verify: true"),
            "cluster.tls",
            Status.WARNING,
            "is not verified (insecure-skip-tls-verify)",
            "remove insecure-skip-tls-verify"),
        edited(
            "a server that nothing listens on",
            line("server:", "server: https://127.0.0.1:1"),
            "cluster.reachable",
            Status.BROKEN,
            "cannot be reached: connection refused",
            "connect the VPN, start the cluster"),
        edited(
            "a server whose name cannot be resolved",
            line("server:", "server: https://no-such-host.invalid:6443"),
            "cluster.reachable",
            Status.BROKEN,
            "its name cannot be resolved",
            "check the server's name"),
        edited(
            "a server that is no URL",
            line("server:", "server: https://:6443"),
            "cluster.tls",
            Status.BROKEN,
            "is not a URL with a host",
            "fix the kubeconfig"),
        edited(
            "a proxy that nothing listens on",
            text ->
                text.replaceFirst(
                    "certificate-authority-data",
                    "proxy-url: http://127.0.0.1:1\n      certificate-authority-data"),
            "cluster.reachable",
            Status.BROKEN,
            "proxy",
            "proxy-url"),
        denied(
            "create pods/portforward",
            Status.BROKEN,
            "missing permission: no forwards",
            "ask for the Role localport-minimal"),
        denied(
            "list pods",
            Status.BROKEN,
            "missing permission: only named pods work",
            "kubectl --context demo auth can-i list pods -n demo"),
        denied(
            "list nodes",
            Status.WARNING,
            "missing permission: no nodes in cluster status",
            "kubectl --context demo auth can-i list nodes"),
        new Broken(
            "a server that fails",
            text -> text,
            "status?scope=api&code=503&times=9",
            "cluster.reachable",
            Status.BROKEN,
            "503",
            "kubectl --context demo get --raw /readyz?verbose"));
  }

  @TestFactory
  Stream<DynamicTest> eachIsFoundNamedAndHasItsRemedy() {
    return all().stream()
        .map(broken -> DynamicTest.dynamicTest(broken.name(), () -> assertFound(broken)));
  }

  private void assertFound(Broken broken) throws IOException, InterruptedException {
    simulated.cluster.control("clear");
    Path kubeconfig = folder.resolve(broken.name().replace(' ', '-').replace('/', '-'));
    Files.writeString(
        kubeconfig, broken.edit().apply(Files.readString(simulated.cluster.kubeconfig())));
    if (!broken.fault().isEmpty()) {
      simulated.cluster.control(broken.fault());
    }

    List<DoctorCheck> found = examine(kubeconfig, DEMO);

    int most = broken.id().equals("cluster.permission") ? 2 : 1; // in a namespace, and everywhere
    assertThat(found)
        .filteredOn(check -> check.status() != Status.OK)
        .as("%s", found)
        .hasSizeBetween(1, most)
        .first()
        .satisfies(check -> {
          assertThat(check.id()).isEqualTo(broken.id());
          assertThat(check.status()).isEqualTo(broken.status());
          assertThat(check.message()).contains(broken.message());
          assertThat(check.remedy()).contains(broken.remedy());
        });
  }

  private Doctor doctor(InstantSource clock, WhyNoBetter why) {
    return new Doctor(simulated.contexts, new PortHolder(), clock, List::of, why);
  }

  private List<DoctorCheck> examine(Path kubeconfig, DoctorRequest.Cluster cluster)
      throws InterruptedException {
    return examine(
        doctor(InstantSource.system(), _ -> ""),
        new DoctorRequest(
            new Caller(kubeconfig.toString(), ProxyVariables.NONE), List.of(cluster), List.of()));
  }

  private static List<DoctorCheck> examine(Doctor doctor, DoctorRequest request)
      throws InterruptedException {
    List<DoctorCheck> found = new CopyOnWriteArrayList<>();
    List<String> done = new ArrayList<>();
    doctor.examine(
        request,
        new Hearer() {
          @Override
          public void found(DoctorCheck check) {
            found.add(check);
          }

          @Override
          public void done(String group) {
            done.add(group);
          }
        });
    assertThat(done).doesNotHaveDuplicates();
    return found;
  }

  @Test
  void aClusterThatWorksHasNothingButGoodFindings() throws InterruptedException {
    List<DoctorCheck> found = examine(simulated.cluster.kubeconfig(), DEMO);

    assertThat(found).allMatch(check -> check.status() == Status.OK);
    assertThat(found)
        .extracting(DoctorCheck::id)
        .contains(
            "cluster.kubeconfig",
            "cluster.credentials",
            "cluster.tls",
            "cluster.proxy",
            "cluster.reachable",
            "cluster.clock",
            "cluster.permission");
    assertThat(found)
        .extracting(DoctorCheck::subject)
        .contains(
            "demo: create pods/portforward",
            "the whole cluster: list nodes",
            "kube-system: list services, endpointslices");
  }

  @Test
  void metricsThatAreNotInstalledAreNoMissingPermission() throws IOException, InterruptedException {
    simulated.cluster.control("deny?verb=list&resource=nodes.metrics.k8s.io");

    assertThat(examine(simulated.cluster.kubeconfig(), DEMO))
        .noneMatch(check -> check.subject().contains("metrics"))
        .filteredOn(check -> check.id().equals("cluster.metrics"))
        .extracting(DoctorCheck::message)
        .containsExactly("metrics.k8s.io is not installed: no processor and memory figures");

    simulated.cluster.control("measure?cpu=5&memory=20");
    assertThat(examine(simulated.cluster.kubeconfig(), DEMO))
        .noneMatch(check -> check.id().equals("cluster.metrics"))
        .filteredOn(check -> check.subject().contains("metrics"))
        .extracting(DoctorCheck::subject, DoctorCheck::message)
        .containsExactly(
            tuple(
                "the whole cluster: list nodes (metrics.k8s.io)",
                "missing permission: no processor and memory figures"));
  }

  @Test
  void theSumOfAPlaceHasTheRemedyOfTheFirstThatIsMissing()
      throws IOException, InterruptedException {
    simulated.cluster.control("deny?verb=list&resource=pods");
    simulated.cluster.control("deny?verb=get&resource=services");

    assertThat(examine(simulated.cluster.kubeconfig(), DEMO))
        .filteredOn(check -> check.message().equals("permissions in demo: 12 of 14"))
        .extracting(DoctorCheck::remedy)
        .containsExactly(
            "ask for the Role localport-minimal (docs/rbac.md); to check it: "
                + "kubectl --context demo auth can-i list pods -n demo");
  }

  @Test
  void aClientCertificateThatEndsSoonIsNoted() throws InterruptedException {
    DoctorRequest request =
        new DoctorRequest(
            new Caller(simulated.cluster.kubeconfig().toString()),
            List.of(new DoctorRequest.Cluster("demo-cert", null, List.of())),
            List.of());

    List<DoctorCheck> found =
        examine(
            doctor(() -> simulated.timers.instant().plus(Duration.ofDays(365_000)), _ -> ""),
            request);

    assertThat(found)
        .filteredOn(check -> check.id().equals("cluster.credentials"))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.message()).startsWith("the client certificate expired at ");
          assertThat(check.remedy()).isEqualTo("log in again, or get a new kubeconfig");
        });
  }

  /** This machine's clock, ten minutes ahead or behind. */
  private record Wrong(Timers real, Duration by) implements Timers {
    @Override
    public Instant instant() {
      return real.instant().plus(by);
    }

    @Override
    public Waiting at(Instant when, Runnable task) {
      return real.at(when.minus(by), task);
    }
  }

  @ParameterizedTest
  @CsvSource({"10, behind", "-10, ahead"})
  void aClockThatIsWrongIsNamedWithHowFar(int minutes, String server) throws InterruptedException {
    Timers clock = new Wrong(simulated.timers, Duration.ofMinutes(minutes));
    KubeContexts contexts = new KubeContexts(clock, simulated.transport);
    try {
      List<DoctorCheck> found =
          examine(
              new Doctor(contexts, new PortHolder(), clock, List::of, _ -> ""),
              new DoctorRequest(
                  new Caller(simulated.cluster.kubeconfig().toString()), List.of(DEMO), List.of()));

      assertThat(found)
          .filteredOn(check -> check.status() != Status.OK)
          .singleElement()
          .satisfies(check -> {
            assertThat(check.id()).isEqualTo("cluster.clock");
            assertThat(check.status()).isEqualTo(Status.WARNING);
            assertThat(check.message())
                .containsPattern("the clocks differ: the server is (599|60[01]) s " + server);
            assertThat(check.remedy()).contains("date -u", "timedatectl set-ntp true");
          });
    } finally {
      contexts.close();
    }
  }

  @Test
  void aDeclinedProtocolIsNamedWithItsReason() throws InterruptedException {
    List<DoctorCheck> found =
        examine(
            doctor(InstantSource.system(), _ -> "the proxy answers 403 to WebSockets"),
            new DoctorRequest(
                new Caller(simulated.cluster.kubeconfig().toString()), List.of(DEMO), List.of()));

    assertThat(found)
        .filteredOn(check -> check.id().equals("cluster.protocol"))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.status()).isEqualTo(Status.WARNING);
          assertThat(check.message()).contains("declined: the proxy answers 403 to WebSockets");
          assertThat(check.remedy()).contains("let SPDY/3.1 and WebSocket upgrades through");
        });
  }

  @Test
  void aCheckThatDoesNotEndIsNamedAndTheOthersAreThere() throws InterruptedException {
    Check hangs =
        new Check() {
          @Override
          public String what() {
            return "the credentials";
          }

          @Override
          public boolean run(Patient patient) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
            return false;
          }
        };
    Doctor doctor =
        new Doctor(simulated.contexts, new PortHolder(), List.of(hangs), Duration.ofMillis(50));

    List<DoctorCheck> found =
        examine(
            doctor,
            new DoctorRequest(
                new Caller(simulated.cluster.kubeconfig().toString()), List.of(DEMO), List.of()));

    assertThat(found.getLast().message()).contains("the check of the ");
    assertThat(found.getLast().isBroken()).isTrue();
    assertThat(found.getLast().remedy()).isNotNull();
  }

  @Test
  void aPortThatAnotherProcessHoldsIsNamedWithIt() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      PortHolder holder = new PortHolder();
      Doctor doctor =
          new Doctor(simulated.contexts, holder, InstantSource.system(), List::of, _ -> "");
      DoctorRequest request =
          new DoctorRequest(
              new Caller(null, Map.of(), false),
              List.of(),
              List.of(new DoctorRequest.Port("web", port)));

      holder.took(port, "web");
      assertThat(examine(doctor, request))
          .singleElement()
          .satisfies(check -> assertThat(check.message()).isEqualTo("LocalPort listens"));
    }
  }

  @Test
  void aPortOfAnotherProgramIsBroken() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Files.writeString(
                        folder.resolve("Holds.java"),
                        """
                        void main() throws Exception {
                          var held = new java.net.ServerSocket(
                              0, 1, java.net.InetAddress.getLoopbackAddress());
                          System.out.println(held.getLocalPort());
                          System.in.read();
                        }
                        """)
                    .toString())
            .start();
    try {
      int port = Integer.parseInt(other.inputReader().readLine());
      List<DoctorCheck> found =
          examine(
              doctor(InstantSource.system(), _ -> ""),
              new DoctorRequest(
                  new Caller(null, Map.of(), false),
                  List.of(),
                  List.of(new DoctorRequest.Port("web", port))));

      assertThat(found)
          .containsExactly(
              DoctorCheck.broken(
                  "port",
                  "local ports",
                  port + " (web)",
                  "taken by java (pid %d)".formatted(other.pid()),
                  "stop it, or set another local_port (or auto)"));
    } finally {
      other.destroy();
    }
  }
}
