package dev.localport.daemon.state;

import dev.localport.paths.AtomicFile;
import dev.localport.paths.RegularFile;
import dev.localport.paths.UnresponsiveFileException;
import dev.localport.paths.WriteTrouble;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desired state on disk: written whole, so that a crash leaves the old or the new one. One
 * writer at a time.
 */
public final class StateFile {
  private static final Logger log = LoggerFactory.getLogger(StateFile.class);

  private final Path file;
  private @Nullable String note;

  /** Keeps the state in the given file. */
  public StateFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the state. None is nothing; one that cannot be read is nothing as well, and is set aside
   * so that no later write destroys it: see {@link #note}.
   *
   * @throws NewerStateException if a newer version wrote it
   * @throws IOException if its disk does not answer: it may hold everything that is wanted
   */
  public DesiredState read() throws NewerStateException, IOException {
    requireKnownFormat();
    try {
      return DesiredState.from(JsonObject.parse(RegularFile.text(file, RegularFile.OWN)));
    } catch (NoSuchFileException _) {
      return DesiredState.NOTHING;
    } catch (UnresponsiveFileException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    } catch (IOException | RpcException e) {
      log.atError().addKeyValue("file", file).setCause(e).log("saved state cannot be read");
      setAside();
      return DesiredState.NOTHING;
    }
  }

  /**
   * Looks whether this version may read the state; changes nothing.
   *
   * @throws NewerStateException if a newer version wrote it
   * @throws IOException if its disk does not answer
   */
  public void requireKnownFormat() throws NewerStateException, IOException {
    long format = DesiredState.FORMAT;
    try {
      format = JsonObject.parse(RegularFile.text(file, RegularFile.OWN)).number("version", format);
    } catch (UnresponsiveFileException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    } catch (IOException | RpcException _) {
      // missing or unreadable: no newer version's
    }
    if (format > DesiredState.FORMAT) {
      throw new NewerStateException(file, format);
    }
  }

  private void setAside() {
    Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      note =
          "%s could not be read, so nothing was started from it; it is kept as %s"
              .formatted(file, aside);
    } catch (IOException e) {
      log.atError()
          .addKeyValue("file", file)
          .setCause(e)
          .log("unreadable state cannot be set aside");
    }
  }

  /** Returns what the user should know about the last read, or null. */
  @Nullable String note() {
    return note;
  }

  /**
   * Writes the state.
   *
   * @return why that failed, in words; null where it worked
   */
  @Nullable String write(DesiredState state) {
    try {
      AtomicFile.write(file, state.toJson().toPrettyString() + "\n");
      return null;
    } catch (IOException e) {
      String why = WriteTrouble.words(file, e);
      log.atError().addKeyValue("file", file).addKeyValue("why", why).log("state not saved");
      return why;
    }
  }
}
