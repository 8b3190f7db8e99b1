package dev.localport.daemon.state;

import java.nio.file.Path;

/**
 * The state on disk was written by a newer LocalPort, in a format that this one does not know. It
 * is left as it is: writing over it would lose what the newer one remembered.
 */
public final class NewerStateException extends Exception {
  private static final long serialVersionUID = 1L;

  NewerStateException(Path file, long format) {
    super(
        ("%s was written by a newer LocalPort (format %d; this version reads format %d); "
                + "start the newer version, or set the file aside: mv %s %s.newer")
            .formatted(file, format, DesiredState.FORMAT, file, file));
  }
}
