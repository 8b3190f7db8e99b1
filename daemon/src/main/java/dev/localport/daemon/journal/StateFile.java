package dev.localport.daemon.journal;

import dev.localport.paths.AtomicFile;
import dev.localport.paths.RegularFile;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desired state on disk: written whole, so that a crash leaves the old or the new one. One
 * writer at a time.
 */
public final class StateFile {
  private static final Logger log = LoggerFactory.getLogger(StateFile.class);

  private final Path file;

  /** Keeps the state in the given file. */
  public StateFile(Path file) {
    this.file = file;
  }

  /** Reads the state; none, or one that cannot be read, is nothing: it is said in the log. */
  public DesiredState read() {
    if (!Files.exists(file)) {
      return DesiredState.NOTHING;
    }
    try {
      return DesiredState.from(JsonObject.parse(RegularFile.text(file, RegularFile.OWN)));
    } catch (IOException | RpcException e) {
      log.atError().addKeyValue("file", file).setCause(e).log("kept state cannot be read");
      return DesiredState.NOTHING;
    }
  }

  /**
   * Writes the state and tells whether that worked; a failure is said in the log and loses nothing
   * but the way back after a crash.
   */
  public boolean write(DesiredState state) {
    try {
      AtomicFile.write(file, state.toJson().toPrettyString() + "\n");
      return true;
    } catch (IOException e) {
      log.atError().addKeyValue("file", file).setCause(e).log("state cannot be kept");
      return false;
    }
  }
}
