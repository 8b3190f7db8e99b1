package dev.localport.cli.imports.tree;

/** A text that is not YAML or JSON, or beyond the limits: the message says where and why. */
public final class TreeException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;

  TreeException(int line, String message) {
    super(message);
    this.line = line;
  }

  /** Returns the line, from 1. */
  public int line() {
    return line;
  }
}
