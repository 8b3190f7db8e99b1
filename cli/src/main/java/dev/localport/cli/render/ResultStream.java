package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints UTF-8, and remembers why it could not: a {@link PrintStream} by itself only tells that
 * something went wrong, and a full disk is not a reader that has seen enough. Thread-safe.
 */
final class ResultStream extends PrintStream {
  private static final String READER_IS_GONE = "Broken pipe";

  private final Sink sink;
  private final boolean ascii;

  private ResultStream(Sink sink, boolean ascii) {
    super(new BufferedOutputStream(sink), true, UTF_8);
    this.sink = sink;
    this.ascii = ascii;
  }

  /**
   * Prints to what is written to the operating system.
   *
   * @param ascii whether our signs are printed as {@link Ascii} has them
   */
  static ResultStream to(OutputStream target, boolean ascii) {
    return new ResultStream(new Sink(target), ascii);
  }

  /** Tells whether our signs are printed in ASCII. */
  boolean isAscii() {
    return ascii;
  }

  /** Tells whether it writes to a file descriptor of this process. */
  boolean isOfProcess() {
    return sink.isFile();
  }

  @Override
  public void print(@Nullable String text) {
    super.print(ascii && text != null ? Ascii.of(text) : text);
  }

  @Override
  public void println(@Nullable String text) {
    super.println(ascii && text != null ? Ascii.of(text) : text);
  }

  /** Prints what is not ours, such as JSON and files, as it is. */
  void printData(String text) {
    super.print(text);
    println();
  }

  /**
   * Writes what is left to write, and returns why something is lost; null: nothing is, except what
   * a reader did not want, such as {@code head}.
   */
  @Nullable String lost() {
    flush();
    IOException failure = sink.failure;
    return failure == null || READER_IS_GONE.equals(failure.getMessage())
        ? null
        : failure.getMessage();
  }

  private static final class Sink extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Sink(OutputStream target) {
      super(target);
    }

    boolean isFile() {
      return out instanceof FileOutputStream;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
