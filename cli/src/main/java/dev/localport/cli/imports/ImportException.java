package dev.localport.cli.imports;

/** A file that cannot be imported; the message names it and says why and what to do. */
public final class ImportException extends Exception {
  private static final long serialVersionUID = 1;

  ImportException(String message) {
    super(message);
  }
}
