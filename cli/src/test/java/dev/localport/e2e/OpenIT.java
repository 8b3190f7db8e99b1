package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code open} with a browser of the test's own, which writes its address down. */
@Tag("ci")
@BesideOthers
class OpenIT {
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - {name: web, local_port: auto, remote_port: http,
           connection: {resource_name: web, namespace: demo}}
        - {name: db, local_port: auto, remote_port: 5432,
           connection: {resource_name: db, namespace: demo}}
        - {name: missing, local_port: auto, remote_port: 80,
           connection: {resource_name: nothing, namespace: demo}}
        - {name: stopped, local_port: auto, remote_port: 80,
           connection: {resource_name: web, namespace: demo}}
      """;

  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(SERVICES);
    assertThat(localport.run("start", "web", "db", "--timeout", "55").exit()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    try (SimulatedCluster _ = cluster) {
      localport.close();
    }
  }

  private Path opened() {
    return temporary.resolve("opened");
  }

  /** Puts a program into a folder that {@code PATH} begins with. */
  private Path program(String name) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("bin"));
    Path program = folder.resolve(name);
    Files.writeString(program, "#!/bin/sh\nprintf '%%s\\n' \"$@\" >'%s'\n".formatted(opened()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    localport.with("PATH", folder + ":" + System.getenv("PATH"));
    return program;
  }

  private String address() throws IOException, InterruptedException {
    return "http://127.0.0.1:%d/".formatted(Ports.of(localport, "web"));
  }

  @Test
  void theBrowserGetsAnAddressThatAnswers() throws IOException, InterruptedException {
    program("fake-browser");
    localport.with("BROWSER", "none-such:fake-browser --tab %s");

    Result result = localport.run("open", "web");

    assertThat(result).isEqualTo(new Result(0, "", "Opening " + address() + "\n"));
    assertThat(opened()).hasContent("--tab\n" + address() + "\n");
    int port = Integer.parseInt(address().replaceAll(".*:|/$", ""));
    assertThat(Http.get(port, "/")).isNotEmpty();
  }

  @Test
  void theDesktopsProgramIsFoundOnThePath() throws IOException, InterruptedException {
    program("xdg-open");
    localport.with("DISPLAY", ":0");

    assertThat(localport.run("open", "web").exit()).isZero();

    assertThat(opened()).hasContent(address() + "\n");
  }

  @Test
  void whatCannotBeOpenedIsNamedAndNoBrowserStarts() throws IOException, InterruptedException {
    localport.with("BROWSER", program("fake-browser").toString());
    Result start = localport.run("start", "missing", "--timeout", "30");
    assertThat(start.exit()).as(start.toString()).isEqualTo(3);

    assertThat(localport.run("open", "stopped"))
        .isEqualTo(
            new Result(
                3,
                "",
                "stopped is stopped and has no local port; start it: localport start stopped\n"));
    Result missing = localport.run("open", "missing");
    assertThat(missing.exit()).isEqualTo(3);
    assertThat(missing.stderr())
        .startsWith("missing is ")
        .endsWith("; see: localport explain missing\n");
    assertThat(localport.run("open", "db"))
        .isEqualTo(
            new Result(
                1,
                "",
                "db does not look like a web page: it has port 5432 (PostgreSQL); if it is one, give it a health_check of type http\n"));
    Result unknown = localport.run("open", "wbe");
    assertThat(unknown.exit()).isEqualTo(3);
    assertThat(unknown.stderr()).contains("wbe", "did you mean web?");
    assertThat(opened()).doesNotExist();
  }

  @Test
  void withoutABrowserTheAddressIsPrinted() throws IOException, InterruptedException {
    assertThat(localport.run("open", "web"))
        .isEqualTo(
            new Result(
                0,
                address() + "\n",
                "no browser found: set BROWSER, or open the address yourself\n"));
    localport.with("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22");
    assertThat(localport.run("open", "web").stderr())
        .isEqualTo(
            "no browser here: this is an SSH session, and the address is one of the remote machine\n");
  }
}
