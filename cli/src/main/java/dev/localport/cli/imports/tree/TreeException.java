package dev.localport.cli.imports.tree;

/** A text that is not YAML or JSON, or beyond the limits: the message says where and why. */
public final class TreeException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  /** One of the text as a whole. */
  TreeException(String message) {
    this(0, 0, message);
  }

  /**
   * One at a place.
   *
   * @param line from 1
   * @param column from 1
   */
  TreeException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /**
   * Returns the place as it follows a file's name, {@code :3:7}, or nothing where there is none.
   */
  public String place() {
    return line < 1 ? "" : ":%d:%d".formatted(line, Math.max(1, column));
  }
}
