package dev.localport.daemon.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which process listens on a TCP port.
 *
 * <p>On Linux {@code /proc/net/tcp} names the socket and {@code /proc/PID/fd} its process
 * (proc(5)); elsewhere {@code lsof} is asked. Processes of other users stay unknown to a user
 * without rights. The system knows no services: which one of this process has a port is what it was
 * told. Thread-safe; blocks for some milliseconds.
 */
public final class PortHolder {
  private static final int LSOF_SECONDS = 3;

  private final Path proc;
  private final Map<Integer, String> services = new ConcurrentHashMap<>(); // of this process

  /** Asks this machine. */
  public PortHolder() {
    this(Path.of("/proc"));
  }

  PortHolder(Path proc) {
    this.proc = proc;
  }

  /** A process by its number and its program's name. */
  public record Holder(long pid, String program) {
    @Override
    public String toString() {
      return program + " (pid " + pid + ")";
    }
  }

  /** Notes that a service of this process listens on the port. */
  public void took(int port, String service) {
    services.put(port, service);
  }

  /** Forgets that note; one that another service has made since stays. */
  public void freed(int port, String service) {
    services.remove(port, service);
  }

  /**
   * Returns in words which process has the port: {@code service web}, {@code postgres (pid 812)},
   * {@code another user's process (uid 110, listening)}; empty where none is seen.
   */
  public Optional<String> describe(int port) {
    String service = services.get(port);
    if (service != null) {
      return Optional.of("service " + service);
    }
    Optional<String> program = find(port).map(PortHolder::describe);
    return program.isPresent() ? program : describeSocket(port);
  }

  /** What the system's tables say of sockets whose process this user may not see. */
  private Optional<String> describeSocket(int port) {
    try {
      return SocketTable.read(proc).on(port).map(socket -> describe(socket, processOf(socket)));
    } catch (IOException e) {
      return Optional.empty(); // only a hint for a message: nothing depends on it
    }
  }

  private @Nullable Holder processOf(SocketTable.Socket socket) {
    try {
      return process(Set.of(socket.link())).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private static String describe(SocketTable.Socket socket, @Nullable Holder process) {
    String who =
        process == null
            ? "another user's process (uid %d, %s)".formatted(socket.uid(), socket.state())
            : process.toString();
    return socket.isListening() ? who : "an outgoing connection of " + who;
  }

  private static String describe(Holder holder) {
    return holder.pid() == ProcessHandle.current().pid()
        ? "another service of this daemon" // it has just bound and not said so yet
        : holder.toString();
  }

  /** Returns which process listens on the port, as far as this user is permitted to see it. */
  public Optional<Holder> find(int port) {
    try {
      return Files.exists(proc.resolve("net/tcp")) ? fromProc(port) : fromLsof(port);
    } catch (IOException e) {
      return Optional.empty(); // only a hint for a message: nothing depends on it
    }
  }

  private Optional<Holder> fromProc(int port) throws IOException {
    Set<String> sockets = SocketTable.read(proc).listening(port);
    return sockets.isEmpty() ? Optional.empty() : process(sockets);
  }

  private Optional<Holder> process(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holdsOneOf(process, sockets)) {
          String program = Files.readString(process.resolve("comm")).strip();
          return Optional.of(new Holder(Long.parseLong(process.getFileName().toString()), program));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holdsOneOf(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (Files.isSymbolicLink(descriptor)
            && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // ended meanwhile, or another user's
    }
    return false;
  }

  private static Optional<Holder> fromLsof(int port) throws IOException {
    Process lsof =
        new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpc")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!lsof.waitFor(LSOF_SECONDS, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
      return parseLsof(lsof.inputReader().readAllAsString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lsof.destroy();
    }
  }

  /** Reads {@code -F pc}: a line {@code pPID}, then a line {@code cPROGRAM}. */
  static Optional<Holder> parseLsof(String output) {
    long pid = -1;
    for (String line : output.lines().toList()) {
      if (line.startsWith("p")) {
        pid = Long.parseLong(line.substring(1));
      } else if (line.startsWith("c") && pid >= 0) {
        return Optional.of(new Holder(pid, line.substring(1)));
      }
    }
    return Optional.empty();
  }
}
