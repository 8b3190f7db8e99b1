package dev.localport.paths;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code daemon.json} says about the daemon that wrote it, which may have died since.
 *
 * @param pid its process
 * @param version its version, as {@code localport version} prints it
 * @param socket where it answers
 * @param started when it was started, to the millisecond
 */
public record DaemonFile(long pid, String version, Path socket, Instant started) {
  private static final int MAX_SIZE = 64 << 10;

  /** Cuts the time to what the file holds, so that a record equals what is read back. */
  public DaemonFile {
    started = Instant.ofEpochMilli(started.toEpochMilli());
  }

  /**
   * Returns what the file says; nothing if it is missing, unreadable, or no such file: to who looks
   * for the daemon that is all the same, and the daemon that starts next writes it anew.
   */
  public static Optional<DaemonFile> find(Path file) {
    try {
      return Optional.of(of(JsonObject.parse(RegularFile.text(file, MAX_SIZE))));
    } catch (IOException | RpcException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static DaemonFile of(JsonObject object) {
    return new DaemonFile(
        object.number("pid"),
        object.text("version"),
        Path.of(object.text("socket")),
        Instant.ofEpochMilli(object.number("started_ms")));
  }

  /** Writes the file: see {@link AtomicFile#write}. */
  public void write(Path file) throws IOException {
    JsonObject object =
        JsonObject.builder()
            .put("pid", pid)
            .put("version", version)
            .put("socket", socket.toString())
            .put("started_ms", started.toEpochMilli()) // reading a date costs a command too much
            .build();
    AtomicFile.write(file, object + "\n");
  }
}
