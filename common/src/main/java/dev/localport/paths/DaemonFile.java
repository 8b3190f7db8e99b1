package dev.localport.paths;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code daemon.json} and {@code daemon.lock} say about the daemon that wrote them, which may
 * have ended since.
 *
 * @param pid its process
 * @param version its version, as {@code localport version} prints it
 * @param host the machine it runs on; empty where an older daemon did not say so
 * @param socket where it answers
 * @param started when it was started, to the millisecond
 */
public record DaemonFile(long pid, String version, String host, Path socket, Instant started) {
  private static final int MAX_SIZE = 64 << 10;

  /** Cuts the time to what the file holds, so that a record equals what is read back. */
  public DaemonFile {
    started = Instant.ofEpochMilli(started.toEpochMilli());
  }

  /**
   * Returns what the file says; nothing if it is missing, unreadable or something else: a command
   * that looks for the daemon treats all of these alike, and the next daemon writes it again.
   */
  public static Optional<DaemonFile> find(Path file) {
    try {
      return parse(RegularFile.text(file, MAX_SIZE));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<DaemonFile> parse(String text) {
    try {
      return from(JsonObject.parse(text));
    } catch (RpcException _) {
      return Optional.empty();
    }
  }

  /** Reads the object of such a file; nothing if it is something else. */
  static Optional<DaemonFile> from(JsonObject object) {
    try {
      return Optional.of(of(object));
    } catch (RpcException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static DaemonFile of(JsonObject object) {
    return new DaemonFile(
        object.number("pid"),
        object.text("version"),
        object.text("host", ""),
        Path.of(object.text("socket")),
        Instant.ofEpochMilli(object.number("started_ms")));
  }

  /** Writes the file: see {@link AtomicFile#write}. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, this + "\n");
  }

  /** Returns whether the daemon runs on the named machine, as far as it said. */
  public boolean isOn(String machine) {
    return host.isEmpty() || host.equals(machine);
  }

  /** Returns the text of the file: one JSON object. */
  @Override
  public String toString() {
    return json().toString();
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("pid", pid)
        .put("version", version)
        .put("host", host)
        .put("socket", socket.toString())
        .put("started_ms", started.toEpochMilli()) // reading a date costs a command too much
        .build();
  }
}
