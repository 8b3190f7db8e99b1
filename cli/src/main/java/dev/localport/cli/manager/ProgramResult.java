package dev.localport.cli.manager;

import java.util.stream.Stream;

/**
 * How a program ended.
 *
 * @param exit its exit code; {@link #MISSING} when the machine does not have the program
 * @param out its standard output
 * @param err its standard error
 */
public record ProgramResult(int exit, String out, String err) {
  /** The exit code a shell gives for a program that it cannot find. */
  public static final int MISSING = 127;

  /** Returns whether the program did what it was asked. */
  public boolean isDone() {
    return exit == 0;
  }

  /** Returns the first line that the program printed about its failure. */
  public String words() {
    return Stream.of(err, out)
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("it ended with " + exit);
  }
}
