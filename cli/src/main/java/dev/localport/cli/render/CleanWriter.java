package dev.localport.cli.render;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Writes as {@link Printed#text} has it, so that nothing written here steers a terminal. */
final class CleanWriter extends FilterWriter {
  private final boolean ascii;

  /**
   * Writes to the target.
   *
   * @param ascii whether our signs are written as {@link Ascii} has them
   */
  CleanWriter(Writer target, boolean ascii) {
    super(target);
    this.ascii = ascii;
  }

  @Override
  public void write(int character) throws IOException {
    write(String.valueOf((char) character), 0, 1);
  }

  @Override
  public void write(char[] characters, int from, int count) throws IOException {
    write(String.valueOf(characters, from, count), 0, count);
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    String clean = Printed.text(text.substring(from, from + count));
    out.write(ascii ? Ascii.of(clean) : clean);
  }
}
