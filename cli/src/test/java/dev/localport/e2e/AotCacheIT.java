package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start loads, and from where; that it says nothing when a cache does not fit. */
@Tag("ci")
@BesideOthers
class AotCacheIT {
  private static final String CLUSTER = " dev.localport.simulator.";
  private static final String DAEMON = " dev.localport.daemon.Daemon ";
  private static final String FROM_CACHE = "source: shared objects file";
  private static final String COMMAND_CACHE = "-XX:AOTCache=";
  private static final String DAEMON_CACHE = "-Dlocalport.daemon.cache=";

  @TempDir private Path temporary;

  private LocalportProgram localport;

  @BeforeEach
  void aProgram() throws IOException {
    localport = new LocalportProgram(temporary, temporary.resolve("no-kubeconfig"));
  }

  @AfterEach
  void itsDaemonIsStopped() throws IOException {
    localport.close();
  }

  @Test
  void statusOpensNoJarSinceAllItsClassesAreInTheCache() throws IOException, InterruptedException {
    assertThat(localport.run("daemon", "start").exit()).isZero();
    Path log = temporary.resolve("classes.log");

    Result result = run(also("-Xlog:class+load:file=" + log), "status");

    assertThat(result.exit()).isZero();
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded)
        .filteredOn(line -> line.contains(" dev.localport.cli.command.StatusCommand "))
        .hasSize(1)
        .allMatch(line -> line.contains(FROM_CACHE));
    assertThat(loaded).noneMatch(line -> line.contains("source: file:"));
  }

  @Test
  void theDaemonIsLoadedFromItsCache() throws IOException, InterruptedException {
    String option = "-Xlog:class+load:file=" + temporary.resolve("daemon-%p.log");
    localport.with("JDK_JAVA_OPTIONS", option);

    assertThat(localport.run("daemon", "start").exit()).isZero();

    assertThat(daemonLog())
        .filteredOn(line -> line.contains(" dev.localport.daemon.Daemon "))
        .hasSize(1)
        .allMatch(line -> line.contains(FROM_CACHE));
  }

  @Test
  void theDemosClusterTakesItsLibrariesFromTheDaemonsCacheAndTheDaemonNothingOfTheCluster()
      throws IOException, InterruptedException {
    localport.with(
        "JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + temporary.resolve("daemon-%p.log"));

    assertThat(localport.run("demo", "--once").exit()).isZero();

    List<String> cluster = logOf(line -> line.contains(" dev.localport.simulator.Main "));
    assertThat(cluster)
        .filteredOn(line -> line.contains(" io.netty.channel.nio.NioEventLoop "))
        .hasSize(1)
        .allMatch(line -> line.contains(FROM_CACHE));
    // the cache names the daemon's classes in both processes, and the cluster's in neither
    assertThat(logs())
        .filteredOn(lines -> lines.stream().noneMatch(line -> line.contains(CLUSTER)))
        .anyMatch(lines -> lines.stream().anyMatch(line -> line.contains(DAEMON)));
    for (String module : List.of("daemon", "cli")) {
      Path app = LocalportProgram.root().resolve(module).resolve("target/app");
      assertThat(app).isDirectoryNotContaining("glob:**simulator*");
    }
  }

  private List<String> logOf(Predicate<String> line) throws IOException {
    return logs().stream().filter(log -> log.stream().anyMatch(line)).findFirst().orElseThrow();
  }

  /* The classes that each process loaded. */
  private List<List<String>> logs() throws IOException {
    List<List<String>> logs = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, "daemon-*.log")) {
      for (Path file : files) {
        logs.add(Files.readAllLines(file));
      }
    }
    return logs;
  }

  @Test
  void aCacheThatIsMissingBrokenOrMadeForAnotherProgramIsNotSpokenOf()
      throws IOException, InterruptedException {
    Path missing = temporary.resolve("missing");
    startsInSilence(missing, missing);
    Path broken = Files.writeString(temporary.resolve("broken"), "no cache");
    startsInSilence(broken, broken);
    startsInSilence(cacheOf(DAEMON_CACHE), cacheOf(COMMAND_CACHE));
  }

  private void startsInSilence(Path commandCache, Path daemonCache)
      throws IOException, InterruptedException {
    Result result =
        run(
            command ->
                with(DAEMON_CACHE, daemonCache)
                    .apply(with(COMMAND_CACHE, commandCache).apply(command)),
            "daemon",
            "start");

    assertThat(result.exit()).isZero();
    assertThat(result.stdout()).startsWith("daemon running (pid ").hasLineCount(1);
    assertThat(result.stderr()).isEmpty();
    assertThat(localport.home().resolve("logs/daemon.out")).isEmptyFile();
    localport.close();
  }

  private List<String> daemonLog() throws IOException {
    List<String> lines = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(temporary, "daemon-*.log")) {
      for (Path log : logs) {
        lines.addAll(Files.readAllLines(log));
      }
    }
    return lines;
  }

  private Path cacheOf(String option) {
    return localport.builder().command().stream()
        .filter(argument -> argument.startsWith(option))
        .map(argument -> Path.of(argument.substring(option.length())))
        .findFirst()
        .orElseThrow();
  }

  /* Behind the file of options: it switches off what is asked before. */
  private static UnaryOperator<List<String>> also(String option) {
    return command -> {
      List<String> longer = new ArrayList<>(command);
      longer.add(2, option);
      return longer;
    };
  }

  private static UnaryOperator<List<String>> with(String option, Path cache) {
    return command ->
        command.stream()
            .map(argument -> argument.startsWith(option) ? option + cache : argument)
            .toList();
  }

  private Result run(UnaryOperator<List<String>> change, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = localport.builder(arguments);
    try (RunningProgram running =
        RunningProgram.start(builder.command(change.apply(builder.command())))) {
      return running.awaitEnd();
    }
  }
}
