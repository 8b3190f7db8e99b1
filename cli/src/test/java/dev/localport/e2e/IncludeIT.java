package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team's file in a folder of its own, and a file that includes it. */
@Tag("ci")
@BesideOthers
class IncludeIT {
  private static final String TEAM =
      """
      version: "1.0"
      services:
        - name: web
          connection: {resource_name: web, namespace: demo}
          local_port: %d
          remote_port: 80
        - name: echo
          connection: {resource_name: moods, namespace: demo}
          ports: ["auto:9001"]
      """;

  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private LocalportProgram localport;
  private Path team;
  private int teamsPort;
  private int ownPort;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    teamsPort = Ports.quiet();
    do {
      ownPort = Ports.quiet();
    } while (ownPort == teamsPort);
    Path folder = Files.createDirectories(localport.folder().resolve("team/forwards"));
    team = Files.writeString(folder.resolve("team.yaml"), TEAM.formatted(teamsPort));
  }

  @AfterEach
  void close() throws IOException {
    try (SimulatedCluster _ = cluster) {
      localport.close();
    }
  }

  /** The user's own file, which is in no folder of the team's. */
  private Path own() throws IOException {
    return localport.config(
        """
        version: "1.0"
        include: team/forwards/team.yaml
        services:
          - {name: web, local_port: %d}
          - name: scratch
            connection: {resource_name: web, namespace: demo}
            ports: ["auto:80"]
        """
            .formatted(ownPort));
  }

  private Result run(String... words) throws IOException, InterruptedException {
    Result result = localport.run(words);
    assertThat(result.exit()).as(result.toString()).isZero();
    return result;
  }

  private List<String> states() throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").stream()
        .map(service -> service.text("name") + " " + service.text("state"))
        .toList();
  }

  private JsonObject service(String name) throws IOException, InterruptedException {
    return localport.json("status", name, "-o", "json").objects("services").getFirst();
  }

  /** A line that is sent comes back. */
  private static void assertEcho(Socket socket, String line) throws IOException {
    byte[] sent = line.getBytes(StandardCharsets.US_ASCII);
    socket.getOutputStream().write(sent);
    assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
  }

  @Test
  void aChangeOfTheTeamsFileArrivesAndLeavesOpenConnectionsAlone()
      throws IOException, InterruptedException {
    Path own = own();
    run("-c", own.toString(), "start", "--timeout", "55");
    assertThat(Http.get(ownPort, "/")).isNotEmpty();
    assertThat(Http.get(Ports.of(localport, "scratch"), "/")).isNotEmpty();
    try (Socket echo = Http.connect(Ports.of(localport, "echo"))) {
      assertEcho(echo, "before");

      Files.writeString(
          team,
          TEAM.formatted(teamsPort).replace("local_port", "tags: [new]\n    local_port")
              + """
                - name: agent
                  connection: {resource_type: daemonset, resource_name: agent, namespace: demo}
                  ports: ["auto:8080"]
              """);

      Await.until(
          "the services of the team's file as it is now",
          this::states,
          List.of("agent connected", "echo connected", "scratch connected", "web connected")
              ::equals);
      assertThat(service("web").texts("tags")).containsExactly("new");
      assertEcho(echo, "after");
      assertThat(Http.get(ownPort, "/")).as("the own port still wins").isNotEmpty();
      assertThat(Http.get(Ports.of(localport, "agent"), "/")).isNotEmpty();

      Files.writeString(team, TEAM.formatted(teamsPort).replace("auto:9001", "nine"));
      String note =
          Await.until(
                  "a note",
                  () -> localport.json("status", "-o", "json").texts("notes"),
                  notes -> !notes.isEmpty())
              .getFirst();
      assertThat(note)
          .startsWith(own + " changed but is invalid; the previous version stays active: " + team);
      assertThat(localport.run("-c", own.toString(), "doctor").stdout())
          .contains("localport.yaml has a mistake: team/forwards/team.yaml:9:");
      assertEcho(echo, "once more");
    }
  }

  /** What names a file names the one that the user loaded: what it says wins over the others. */
  @Test
  void servicesOfAllFilesAreThoseOfTheFileThatIncludesThem()
      throws IOException, InterruptedException {
    Path own = own();
    run("-c", own.toString(), "start", "--timeout", "55");

    JsonObject status = localport.json("status", "-o", "json");
    assertThat(status.object("daemon").texts("config_files")).containsExactly(own.toString());
    assertThat(status.objects("services"))
        .hasSize(3)
        .allSatisfy(service -> assertThat(service.text("config_file")).isEqualTo(own.toString()));
    String exported = run("-c", own.toString(), "config", "export", "--no-defaults").stdout();
    assertThat(exported)
        .contains("name: web", "name: echo", "name: scratch", "local_port: " + ownPort)
        .doesNotContain("include");
    Path whole = Files.writeString(localport.folder().resolve("whole.yaml"), exported);
    run("config", "validate", "--strict", whole.toString());
  }

  @Test
  void programsOfTheTeamsFileNeedTrustAndAreFoundBesideIt()
      throws IOException, InterruptedException {
    Path told = temporary.resolve("told");
    program("check.sh", "test \"$1\" = well");
    program("tell.sh", "pwd -P >>'%s'; cat >/dev/null".formatted(told));
    Files.writeString(
        team,
        TEAM.formatted(teamsPort).stripTrailing()
            + """

                health_check: {type: exec, config: {command: [bin/check.sh, well]}}
            notify:
              - {on: [connected], command: [bin/tell.sh]}
            """);
    own();

    Result refused = localport.run("start");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.stdout()).isEmpty();
    String advice =
        ", and this file is not trusted; review it, then: localport config trust localport.yaml";
    assertThat(refused.stderr().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).endsWith(advice))
        .anySatisfy(line -> assertThat(line).contains("localport.yaml:2:10: include: "))
        .anySatisfy(line ->
            assertThat(line).contains("team/forwards/team.yaml:", "command", "runs a command"));
    assertThat(localport.run("doctor").stdout())
        .contains("localport.yaml is not trusted", "localport config trust localport.yaml");

    Result trusted = run("config", "trust", "localport.yaml");
    assertThat(trusted.stdout())
        .isEqualTo("localport.yaml is trusted until it, or a file that it includes, changes\n");
    run("start", "--timeout", "55");
    Await.until(
        "the check of the team's folder passes",
        () -> service("echo").text("health"),
        "healthy"::equals);
    List<String> folders =
        Await.until(
            "a notification",
            () -> Files.exists(told) ? Files.readAllLines(told) : List.<String>of(),
            lines -> !lines.isEmpty());
    assertThat(folders).containsOnly(team.resolveSibling("").toRealPath().toString());

    Files.writeString(team, Files.readString(team) + "# from a colleague\n");
    assertThat(localport.run("start").stderr()).contains("is not trusted; review it");
  }

  private void program(String name, String text) throws IOException {
    Path bin = Files.createDirectories(team.resolveSibling("bin"));
    Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aPipeIncludesFilesOfTheFolderWhereTheCommandRuns() throws IOException, InterruptedException {
    Path text = own();
    ProcessBuilder builder = localport.builder("start", "-c", "/dev/stdin", "--timeout", "55");
    List<String> line = new ArrayList<>(List.of("sh", "-c", "cat '" + text + "' | \"$@\"", "sh"));
    line.addAll(builder.command());
    try (RunningProgram start = RunningProgram.start(builder.command(line))) {
      Result result = start.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isZero();
    }

    assertThat(Http.get(ownPort, "/")).isNotEmpty();
    assertThat(states()).containsExactly("echo connected", "scratch connected", "web connected");
    assertThat(service("echo").text("config_file"))
        .isEqualTo(localport.folder().resolve("(stdin)").toString());
  }
}
