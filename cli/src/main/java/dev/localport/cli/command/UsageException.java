package dev.localport.cli.command;

import java.io.Serial;

/** The command line asks for what cannot be: the user is shown where its help is, exit code 2. */
public final class UsageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
