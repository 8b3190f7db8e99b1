package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.DoctorCheck;
import dev.localport.api.Methods;
import dev.localport.api.ProtocolVersion;
import dev.localport.api.Version;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code localport doctor}: what it asks the daemon, what it prints, and how it ends. */
class DoctorCommandTest {
  private static final DoctorCheck REACHED =
      DoctorCheck.ok("cluster.reachable", "cluster dev", "dev", "responds in 4 ms");
  private static final DoctorCheck REFUSED =
      DoctorCheck.broken(
          "cluster.permission",
          "cluster prod",
          "shop: list pods",
          "missing permission: only named pods work",
          "to check it: kubectl auth can-i list pods -n shop");
  private static final DoctorCheck PORT =
      DoctorCheck.ok("port", "local ports", "18080 (web)", "LocalPort listens");

  @TempDir private Path root;
  private Terminal terminal;
  private FakeDaemon daemon;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
    daemon = new FakeDaemon(terminal.state());
    daemon.answers(
        Methods.HELLO,
        JsonObject.builder()
            .put("protocol", ProtocolVersion.current())
            .put("version", Version.current())
            .put("pid", Samples.PID)
            .build());
    daemon.answers(Methods.STATUS, JsonObject.builder().put("services", List.of()).build());
    daemon.answers(Methods.EVENT_QUERY, JsonObject.builder().put("events", List.of()).build());
    write(
        """
        version: "1.0"
        services:
          - {name: web, local_port: 18080, remote_port: 80, connection: {resource_name: web, namespace: shop, context: dev}}
          - {name: app, local_port: auto, remote_port: 80, connection: {resource_name: app, context: prod}}
        """);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private void write(String text) throws IOException {
    Files.writeString(terminal.folder().resolve("localport.yaml"), text);
  }

  private void finds(DoctorCheck... checks) {
    daemon.does(
        Methods.DOCTOR,
        (_, from) -> {
          for (DoctorCheck check : checks) {
            from.notify(Methods.DOCTOR_FOUND, check.toJson());
            from.notify(
                Methods.DOCTOR_DONE, JsonObject.builder().put("group", check.group()).build());
          }
          return JsonObject.builder()
              .put("checks", Stream.of(checks).map(DoctorCheck::toJson).toList())
              .build();
        });
  }

  @Test
  void asksForTheContextsNamespacesAndPortsOfTheFile() {
    finds(REACHED);

    terminal.run("doctor");

    assertThat(daemon.asked())
        .filteredOn(asked -> asked.startsWith(Methods.DOCTOR))
        .singleElement()
        .asString()
        .contains(
            "\"clusters\":[{\"context\":\"dev\",\"kubeconfig\":null,\"namespaces\":[\"shop\"]},"
                + "{\"context\":\"prod\",\"kubeconfig\":null,\"namespaces\":[]}]")
        .contains("\"ports\":[{\"service\":\"web\",\"port\":18080}]");
  }

  @Test
  void oneContextIsAskedForAlone() {
    finds(REACHED);

    terminal.run("doctor", "--context", "dev");

    assertThat(daemon.asked().getLast())
        .contains("\"clusters\":[{\"context\":\"dev\"")
        .doesNotContain("prod")
        .contains("\"ports\":[]");
  }

  @Test
  void eachFindingStandsUnderItsHeadingWithItsRemedy() {
    finds(PORT, REACHED, REFUSED);

    Terminal.Result result = terminal.run("doctor");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout())
        .contains("\nlocal ports\n  ✓ 18080 (web)                        LocalPort listens\n")
        .contains("\ncluster dev\n  ✓ responds in 4 ms\n")
        .contains(
            """

            cluster prod
              missing permissions in shop:
              ✗ list pods                          only named pods work
            """)
        .doesNotContain("to check it")
        .contains(" broken, ");
  }

  @Test
  void eachMissingPermissionHasOneLineOf80ColumnsBelowItsPlace() {
    String where = "a-namespace-with-a-long-name";
    finds(
        missing(where, "get services", "no Services; workloads, labels, pods work"),
        missing(where, "get pods/portforward", "no forward behind a proxy that drops SPDY"),
        new DoctorCheck(
            "cluster.permissions",
            "cluster dev",
            "dev",
            DoctorCheck.Status.OK,
            "permissions in %s: 12 of 14".formatted(where),
            "docs/rbac.md has a Role with it; to check it: kubectl auth can-i get services"),
        missing("the whole cluster", "list nodes, pods (metrics.k8s.io)", "no figures"),
        DoctorCheck.ok("cluster.metrics", "cluster dev", "dev", "after it"));

    assertThat(terminal.withColumns(80).run("doctor").stdout())
        .contains(
            """
            cluster dev
              missing permissions in %1$s:
              ! get services                       no Services; workloads, labels, pods work
              ! get pods/portforward               no forward behind a proxy that drops SPDY
              ✓ permissions in %1$s: 12 of 14
                → docs/rbac.md has a Role with it; to check it:
                      kubectl auth can-i get services
              missing permissions in the whole cluster:
              ! list nodes, pods (metrics.k8s.io)  no figures
              ✓ after it
            """
                .formatted(where));
  }

  private static DoctorCheck missing(String where, String what, String loss) {
    return DoctorCheck.warning(
        "cluster.permission",
        "cluster dev",
        where + ": " + what,
        "missing permission: " + loss,
        "to check it: kubectl auth can-i " + what);
  }

  @Test
  void aPortThatTheDaemonHoldsIsNotTakenByAnother() {
    finds(
        DoctorCheck.broken(
            "port",
            "local ports",
            "18080 (web)",
            "taken by java (pid %d)".formatted(Samples.PID),
            "x"));

    assertThat(terminal.run("doctor").stdout())
        .contains("18080 (web)  ")
        .contains("the daemon listens");
  }

  @Test
  void jsonHasEveryFindingOnce() {
    finds(REACHED, REFUSED);

    JsonObject report = JsonObject.parse(terminal.run("doctor", "-o", "json").stdout());

    assertThat(report.objects("checks").stream().map(DoctorCheck::from))
        .containsOnlyOnce(REACHED, REFUSED);
  }

  @Test
  void aFileThatCannotBeUsedIsAFinding() throws IOException {
    finds(REACHED);
    write("services: [");

    Terminal.Result invalid = terminal.run("doctor");
    assertThat(invalid.exit()).isEqualTo(1);
    assertThat(invalid.stdout())
        .contains("✗ localport.yaml has a mistake: ")
        .contains("localport config validate localport.yaml");

    write("version: \"1.0\"\nkubeconfig: /k\nservices: []\n");
    assertThat(terminal.run("doctor").stdout())
        .contains("✗ localport.yaml is not trusted")
        .contains("localport config trust localport.yaml");

    assertThat(terminal.run("doctor", "-c", "none.yaml").stdout())
        .contains("✗ config file not found: none.yaml");
  }

  @Test
  void aDaemonThatFailsIsAFindingAndTheOthersAreThere() {
    Terminal.Result result = terminal.run("doctor");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout())
        .contains("configuration\n")
        .contains("✗ the fake was told no answer to doctor.check");
  }

  @Test
  void theArchiveIsPrivateAndHasNoValuesOfVariables() throws IOException {
    finds(REACHED);
    terminal.with("MY_TOKEN", "planted-in-the-shell");

    Terminal.Result result = terminal.run("doctor", "--bundle", "b.zip");

    Path archive = terminal.folder().resolve("b.zip");
    assertThat(result.stderr()).startsWith("wrote b.zip: ");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
    assertThat(text(archive, "environment-names.txt"))
        .contains("MY_TOKEN\n")
        .doesNotContain("planted-in-the-shell");
    assertThat(text(archive, "configuration.yaml")).contains("name: web");
    assertThat(text(archive, "doctor.json")).contains("responds in 4 ms");
    assertThat(text(archive, "daemon.log")).startsWith("not available: ");

    Terminal.Result again = terminal.run("doctor", "--bundle", "b.zip");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.stderr()).contains("b.zip exists; name another file with --bundle FILE");
  }

  private static String text(Path archive, String name) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return new String(
          zip.getInputStream(zip.getEntry("localport-support/" + name)).readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }

  private Terminal.Result withoutDaemon(String script) throws IOException {
    daemon.close();
    Path java = Files.writeString(root.resolve("java"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return terminal.withProgram(java, root).run("doctor");
  }

  @Test
  void withoutADaemonItsProgramIsRunOnce() throws IOException {
    Terminal.Result result =
        withoutDaemon(
            "cat >/dev/null; echo '{\"method\":\"doctor.found\",\"params\":%s}'"
                .formatted(REACHED.toJson()));

    assertThat(result.stdout()).contains("\ncluster dev\n  ✓ responds in 4 ms\n");
  }

  @Test
  void aProgramThatCannotRunIsAFinding() throws IOException {
    Terminal.Result result = withoutDaemon("echo first >&2; echo no room >&2; exit 3");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout())
        .contains("the daemon's program ended with exit code 3: no room")
        .contains("localport daemon start; then run doctor again");
  }
}
