package dev.localport.config.form;

/**
 * Where something is: prints as {@code file:line:column}, which terminals and editors open.
 *
 * @param file what the user calls the file
 * @param line from 1
 * @param column from 1, in characters
 */
public record Place(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
