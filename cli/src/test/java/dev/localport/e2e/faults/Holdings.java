package dev.localport.e2e.faults;

import dev.localport.e2e.DaemonMemory;
import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.ServerConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a daemon holds, in a calm moment: what grows without end is a leak.
 *
 * @param connections to the API server
 * @param files of its state folder, as paths in it
 */
record Holdings(
    long threads,
    long descriptors,
    double heapMib,
    double directMib,
    long connections,
    List<String> files) {

  static Holdings of(LocalportProgram localport, int port)
      throws IOException, InterruptedException {
    ProcessHandle daemon = localport.findDaemon().orElseThrow();
    DaemonMemory memory = DaemonMemory.of(daemon.pid());
    Path proc = Path.of("/proc", Long.toString(daemon.pid()));
    return new Holdings(
        count(proc.resolve("task")),
        count(proc.resolve("fd")),
        memory.heapMib(),
        memory.directMib(),
        ServerConnections.of(daemon, port),
        files(localport.home()));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private static List<String> files(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> home.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d threads, %d descriptors, heap %.1f MiB, direct %.1f MiB, %d connections to the API"
            + " server, %d files",
        threads,
        descriptors,
        heapMib,
        directMib,
        connections,
        files.size());
  }
}
