package dev.localport.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.Http;
import dev.localport.e2e.Mounts;
import dev.localport.e2e.Ports;
import dev.localport.e2e.Result;
import dev.localport.e2e.faults.Row.Expected;
import dev.localport.e2e.faults.Row.Open;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rows in which the daemon or its machine goes wrong. */
final class MachineRows {
  private static final int DESCRIPTORS = 256;
  private static final int CONNECTIONS = 400;
  private static final String FULL = "not saved";
  private static final String NO_DESCRIPTORS = "out of file descriptors";

  private MachineRows() {}

  static Row daemonKilled() {
    return new Row(
        "daemon killed (`kill -9`)",
        (faults, folder) -> new Scene(faults, folder, faults.kubeconfig("admin")),
        scene -> {
          scene.localport().findDaemon().orElseThrow().destroyForcibly();
          Await.pass(Duration.ofSeconds(2));
          Await.until("status", () -> scene.localport().run("status").exit() == 0);
        },
        new Expected(
            Open.LOST, List.of("(no daemon)"), List.of("operation:daemon died", "connected")),
        "the next command, here `status` after 2 s; nothing with `forward` or the login service");
  }

  static Row diskFull() {
    return new Row(
        "disk full, with a `restart` meanwhile",
        (faults, folder) -> {
          Mounts disk = Mounts.small(folder.resolve("home"));
          return new Scene(faults, folder, faults.kubeconfig("admin")).with(disk);
        },
        MachineRows::fillAndFree,
        new Expected(Open.LIVE, List.of(FULL), List.of("operation:restart")),
        "room on the disk");
  }

  private static void fillAndFree(Scene scene) throws IOException, InterruptedException {
    Path home = scene.localport().home();
    Path ballast = Mounts.fill(home);
    long sequence = Journal.last(scene.localport());
    Result restart = scene.localport().run("restart", Scene.SERVICE);
    assertThat(restart.exit()).as(restart.toString()).isZero();
    awaitNotes(home, FULL, true);
    Files.delete(ballast);
    awaitNotes(home, FULL, false);
    assertThat(Journal.after(scene.localport(), sequence)).as("journal").isNotEmpty();
  }

  static Row fewDescriptors() {
    return new Row(
        "256 descriptors, and 400 connections at once",
        (faults, folder) ->
            new Scene(faults, folder, faults.kubeconfig("admin")).withDescriptors(DESCRIPTORS),
        scene -> {
          int port = Ports.of(scene.localport(), Scene.SERVICE, 1);
          List<Socket> sockets = new ArrayList<>();
          for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(Http.connect(port));
          }
          awaitNotes(scene.localport().home(), NO_DESCRIPTORS, true);
          Await.pass(Duration.ofSeconds(3));
          for (Socket each : sockets) {
            each.close();
          }
          awaitNotes(scene.localport().home(), NO_DESCRIPTORS, false);
        },
        new Expected(Open.LIVE, List.of(NO_DESCRIPTORS), List.of()),
        "fewer connections, or a higher limit");
  }

  private static void awaitNotes(Path home, String part, boolean there) {
    Await.until(
        "note about %s: %s".formatted(part, there),
        () -> DaemonStatus.read(home).texts("notes"),
        notes -> notes.stream().anyMatch(note -> note.contains(part)) == there);
  }
}
