package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that block, never end, or are none: the services that use them are refused in words, while
 * a healthy service beside them carries traffic and all commands answer. Commands should answer
 * within 2 s; how long the slowest took is printed, and ten times as much fails.
 */
@Tag("ci")
@BesideOthers
class BlockingFilesIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private SimulatedCluster cluster;
  private LocalportProgram localport;
  private ConnectionLoad load;
  private String kubeconfig = "";
  private Duration slowest = Duration.ZERO;

  @BeforeEach
  void aHealthyService() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    kubeconfig = Files.readString(cluster.kubeconfig());
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(config("web", ""));
    assertThat(localport.run("start", "--timeout", "60").exit()).isZero();
    load = new ConnectionLoad(Ports.of(localport, "web"), "/");
  }

  @AfterEach
  void nobodyNoticed() throws IOException, InterruptedException {
    try {
      load.close();
      ConnectionLoad.Outcome outcome = load.outcome();
      System.out.printf("the healthy service: %s; slowest command: %s%n", outcome, slowest);
      assertThat(outcome.served()).isPositive();
      assertThat(outcome.reset() + outcome.refused() + outcome.hung()).isZero();
      assertThat(timed(0, "daemon", "stop").stdout()).contains("daemon stopped");
      try (Stream<Path> files = Files.list(temporary)) { // or JUnit warns of where they lead
        for (Path link : files.filter(Files::isSymbolicLink).toList()) {
          Files.delete(link);
        }
      }
    } finally {
      localport.close();
      cluster.close();
    }
  }

  private static String config(String name, String more) {
    return """
    version: "1.0"
    %s
    services:
      - name: %s
        local_port: auto
        remote_port: 80
        connection: {resource_name: web, namespace: demo}
    """
        .formatted(more, name);
  }

  /** Runs a command that has to end so, within the limit. */
  private Result timed(int exit, String... arguments) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Result result = localport.run(arguments);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(result.exit()).as("%s: %s", List.of(arguments), result).isEqualTo(exit);
    assertThat(took).as("%s", List.of(arguments)).isLessThan(LIMIT);
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
    return result;
  }

  /** Starts services and waits as long as a busy machine needs. */
  private void up(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("start", "--timeout", "60"));
    command.addAll(List.of(arguments));
    Result start = localport.run(command.toArray(String[]::new));
    assertThat(start.exit()).as(start.toString()).isZero();
  }

  private void allCommandsAnswer() throws IOException, InterruptedException {
    timed(0, "status");
    timed(0, "status", "web");
    timed(0, "daemon", "status");
    timed(0, "explain", "web");
    timed(0, "logs", "web");
    timed(0, "reconnect", "web");
    timed(0, "start", "web");
    assertThat(Http.get(Ports.of(localport, "web"), "/")).startsWith("hello from web-");
  }

  /** Returns files that are none, each with what is said of it. */
  private Map<Path, String> odd(String prefix) throws IOException, InterruptedException {
    Map<Path, String> odd = new TreeMap<>();
    Path pipe = temporary.resolve(prefix + "-pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    odd.put(pipe, "it is a pipe, not a regular file");
    Path large = temporary.resolve(prefix + "-large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(400L << 20);
    }
    odd.put(large, " is larger than ");
    Path device =
        Files.createSymbolicLink(temporary.resolve(prefix + "-zero"), Path.of("/dev/zero"));
    odd.put(device, "it is a device, not a regular file");
    return odd;
  }

  @Test
  void asConfigurationTheyAreRefused() throws IOException, InterruptedException {
    for (Map.Entry<Path, String> file : odd("config").entrySet()) {
      Result start = timed(2, "start", "-c", file.getKey().toString());
      assertThat(start.stderr()).contains(file.getValue());
      timed(2, "config", "validate", "-c", file.getKey().toString());
    }
    allCommandsAnswer();
  }

  @Test
  void inThePlaceOfALoadedConfigurationThePreviousOneStaysActive()
      throws IOException, InterruptedException {
    Path other = Files.writeString(temporary.resolve("other.yaml"), config("other", ""));
    up("-c", other.toString());

    for (Map.Entry<Path, String> file : odd("replaced").entrySet()) {
      Files.move(file.getKey(), other, StandardCopyOption.REPLACE_EXISTING);
      Await.until(
          "note about " + file.getKey(),
          () -> timed(0, "status").stderr(),
          notes -> notes.contains(file.getValue()));
      allCommandsAnswer();
      assertThat(timed(2, "daemon", "reload").stderr()).contains(file.getValue());
      assertThat(Http.get(Ports.of(localport, "other"), "/")).startsWith("hello from web-");
    }

    Path whole = Files.writeString(temporary.resolve("whole"), config("other", ""));
    Files.move(whole, other, StandardCopyOption.REPLACE_EXISTING);
    Await.until(
        "end of the note",
        () -> timed(0, "status").stderr(),
        notes -> !notes.contains("other.yaml"));
  }

  @Test
  void asKubeconfigTheyHurtTheirOwnServicesAlone() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (Map.Entry<Path, String> file : odd("kube").entrySet()) {
      String name = file.getKey().getFileName().toString();
      Path config =
          Files.writeString(
              temporary.resolve(name + ".yaml"), config(name, "kubeconfig: " + file.getKey()));

      Result start = timed(2, "start", "-c", config.toString());

      assertThat(start.stderr()).contains("the kubeconfig " + file.getKey() + " cannot be read: ");
      assertThat(start.stderr()).contains(file.getValue());
      allCommandsAnswer();
      names.add(name);
    }
    localport.with("KUBECONFIG", temporary.resolve("kube-pipe").toString());
    timed(2, "forward", "-d", "-n", "demo", "svc/web", ":80");
    for (String name : names) {
      timed(0, "stop", name);
    }
  }

  @Test
  void inThePlaceOfAUsedKubeconfigTheyHurtTheirOwnServicesAlone()
      throws IOException, InterruptedException {
    Path used = Files.writeString(temporary.resolve("used"), kubeconfig);
    Path config =
        Files.writeString(temporary.resolve("other.yaml"), config("other", "kubeconfig: " + used));
    up("-c", config.toString());

    for (Map.Entry<Path, String> file : odd("used").entrySet()) {
      Files.move(file.getKey(), used, StandardCopyOption.REPLACE_EXISTING);
      timed(0, "restart", "--no-wait", "other");
      allCommandsAnswer();
      Await.until(
          "what is wrong with " + file.getKey(),
          () -> timed(0, "explain", "other").stdout(),
          said -> said.contains(file.getValue()));
    }

    Path whole = Files.writeString(temporary.resolve("whole"), kubeconfig);
    Files.move(whole, used, StandardCopyOption.REPLACE_EXISTING);
    Await.until(
        "service that is back",
        () -> localport.json("status", "other", "-o", "json").objects("services").getFirst(),
        service -> service.text("state").equals("connected"));
    assertThat(Http.get(Ports.of(localport, "other"), "/")).startsWith("hello from web-");
  }

  @Test
  void asFilesThatAKubeconfigNamesTheyHurtTheirOwnServicesAlone()
      throws IOException, InterruptedException {
    Map<Path, String> odd = odd("named");
    Map<String, String> changes =
        Map.of(
            "tokenFile", "token: .*",
            "client-certificate", "client-certificate-data: .*",
            "client-key", "client-key-data: .*",
            "certificate-authority", "certificate-authority-data: .*");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      for (Map.Entry<Path, String> file : odd.entrySet()) {
        String name = change.getKey() + "-" + file.getKey().getFileName();
        Path named =
            Files.writeString(
                temporary.resolve(name),
                kubeconfig
                    .replaceAll(change.getValue(), change.getKey() + ": " + file.getKey())
                    .replaceFirst("current-context: .*", "current-context: " + context(change)));
        Path config =
            Files.writeString(
                temporary.resolve(name + ".yaml"), config(name, "kubeconfig: " + named));

        Result start =
            timed(change.getKey().equals("tokenFile") ? 3 : 2, "start", "-c", config.toString());

        assertThat(start.stderr()).contains(file.getKey() + " cannot be read: ");
        assertThat(start.stderr()).contains(file.getValue());
      }
    }
    allCommandsAnswer();
  }

  private static String context(Map.Entry<String, String> change) {
    return change.getKey().startsWith("client-") ? "demo-cert" : "demo";
  }

  @Test
  void asAuthorityOfAHealthCheckTheyHurtThatCheckAlone() throws IOException, InterruptedException {
    for (Map.Entry<Path, String> file : odd("ca").entrySet()) {
      String name = file.getKey().getFileName().toString();
      Path config =
          Files.writeString(
              temporary.resolve(name + ".yaml"),
              config(name, "").stripTrailing()
                  + """

                      health_check: {type: https, interval: 2, failure_threshold: 1, config: {url: /, ca_file: %s}}
                  """
                      .formatted(file.getKey()));
      timed(0, "start", "--no-wait", "-c", config.toString());

      Await.until(
          "unhealthy " + name,
          () -> timed(0, "explain", name).stdout(),
          said -> said.contains(file.getValue()));
      timed(0, "stop", name);
    }
    allCommandsAnswer();
  }
}
