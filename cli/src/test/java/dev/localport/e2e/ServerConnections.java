package dev.localport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What a process is connected to, as Linux tells in {@code /proc}. */
public final class ServerConnections {
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private ServerConnections() {}

  /** Counts the TCP connections of a process to a port, whatever their state. */
  public static long of(ProcessHandle process, int port) throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Set<String> own = sockets(proc.resolve("fd"));
    String remote = ":%04x".formatted(port).toUpperCase(Locale.ROOT);
    long count = 0;
    for (String table : Set.of("net/tcp", "net/tcp6")) {
      try (Stream<String> lines = Files.lines(proc.resolve(table))) {
        count +=
            lines
                .map(line -> line.strip().split("\\s+"))
                .filter(part -> part[REMOTE].endsWith(remote))
                .filter(part -> own.contains("socket:[%s]".formatted(part[INODE])))
                .count();
      }
    }
    return count;
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> list = Files.list(descriptors)) {
      for (Path descriptor : list.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException _) {
          // closed since
        }
      }
    }
    return sockets;
  }
}
