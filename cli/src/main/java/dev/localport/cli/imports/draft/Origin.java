package dev.localport.cli.imports.draft;

/**
 * Where something was found: prints as {@code pf.sh:12}.
 *
 * @param file what the user calls it
 * @param line from 1
 */
public record Origin(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
