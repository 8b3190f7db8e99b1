package dev.localport.paths;

import java.io.IOException;

/** A file whose file system gives no answer, as on a network mount without its server. */
public final class UnresponsiveFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnresponsiveFileException(String message) {
    super(message);
  }
}
