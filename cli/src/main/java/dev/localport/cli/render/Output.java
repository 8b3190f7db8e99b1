package dev.localport.cli.render;

import dev.localport.api.SecretMask;
import dev.localport.rpc.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a command prints: results on standard output, all else on standard error. A reader that has
 * gone away, as {@code head} does, is no error: see {@link #isBroken}.
 */
public final class Output {
  private final Console console;
  private final OutputFormat format;
  private final Verbosity verbosity;
  private final boolean colours;

  /** What may be left out and what may be added. */
  public enum Verbosity {
    /** Errors only. */
    QUIET,
    /** Notes and warnings too. */
    NORMAL,
    /** What was looked at besides. */
    VERBOSE,
    /** Stack traces too. */
    DEBUG
  }

  /**
   * Prints to the console.
   *
   * @param colours whether the user allows them; a console that has none shows none
   */
  public Output(Console console, OutputFormat format, Verbosity verbosity, boolean colours) {
    this.console = console;
    this.format = format;
    this.verbosity = verbosity;
    this.colours = colours && console.colours();
  }

  /** Returns the format that was asked for. */
  public OutputFormat format() {
    return format;
  }

  /** Tells whether results are to be JSON. */
  public boolean isJson() {
    return format == OutputFormat.JSON;
  }

  /** Tells whether a person sits before a terminal. */
  public boolean isTerminal() {
    return console.terminal();
  }

  /** Tells whether signs are printed in ASCII, as the user's locale asks. */
  public boolean isAscii() {
    return console.isAscii();
  }

  /** Tells whether nothing but errors is wanted. */
  public boolean isQuiet() {
    return verbosity == Verbosity.QUIET;
  }

  /** Tells whether colors are shown. */
  public boolean colours() {
    return colours;
  }

  /** Returns the width of the terminal; 0: any. */
  public int columns() {
    return console.width().getAsInt();
  }

  /** Prints a line of the result. */
  public void result(String line) {
    console.out().println(Printed.line(line));
  }

  /** Prints lines of the result. */
  public void result(List<String> lines) {
    if (!lines.isEmpty()) {
      console.out().println(Printed.plain(lines));
    }
  }

  /** Prints lines of the result that {@link ClusterView} or {@link StatusView} may have colored. */
  public void painted(List<String> lines) {
    if (!lines.isEmpty()) {
      List<String> fitted = console.isAscii() ? lines.stream().map(Ascii::fitted).toList() : lines;
      List<String> shown = colours ? fitted : fitted.stream().map(Colour::without).toList();
      console.out().println(colours ? Printed.painted(shown) : Printed.plain(shown));
    }
  }

  /**
   * Prints a text of several lines. It is often the content of a file, so only a terminal gets it
   * without the characters that would steer it.
   */
  public void document(String text) {
    console.printData(isTerminal() ? Printed.text(text) : text);
  }

  /** Prints the result as JSON. */
  public void result(JsonObject json) {
    console.printData(Printed.json(json.toPrettyString()));
  }

  /** Prints one of many results as JSON on a line. */
  public void line(JsonObject json) {
    console.printData(Printed.json(json.toString()));
  }

  /** Prints what the user may want to know; {@code --quiet} leaves it out. */
  public void note(String line) {
    if (!isQuiet()) {
      console.err().println(Printed.text(SecretMask.in(line)));
    }
  }

  /** Prints a note on as many lines as a terminal needs; those after the first are indented. */
  public void wrappedNote(String text) {
    note(wrapped(text));
  }

  /** Prints what went wrong, as {@link #wrappedNote}. */
  public void wrappedError(String text) {
    error(wrapped(text));
  }

  private String wrapped(String text) {
    int columns = columns();
    return columns == 0 ? text : String.join("\n", Wrapping.lines("", text, "    ", columns));
  }

  /** Tells whether a line that is erased again may show how far a command is. */
  boolean showsProgress() {
    return console.showsProgress() && !isQuiet() && !isJson();
  }

  /** Draws that line in the place of the one before, in so many columns; an empty one erases it. */
  void progress(String line, int width) {
    String erased = "\r\u001b[K";
    console.err().print(erased + OneLine.cut(Printed.line(SecretMask.in(line)), width));
    console.err().flush();
  }

  /** Prints what only {@code --verbose} shows. */
  public void detail(String line) {
    if (verbosity.compareTo(Verbosity.VERBOSE) >= 0) {
      console.err().println(Printed.text(SecretMask.in(line)));
    }
  }

  /** Prints what went wrong. */
  public void error(String line) {
    console.err().println(Printed.text(SecretMask.in(line)));
  }

  /**
   * Asks the user, who sits before a terminal. Anything but a yes is a no, the end of the input
   * too: what is asked is dangerous.
   */
  public boolean isConfirmed(String question) {
    console.err().print(Printed.line(question) + " [y/N] ");
    console.err().flush();
    String answer = console.line().get().strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  /** Prints what went wrong, on lines that may be colored. */
  public void paintedError(List<String> lines) {
    List<String> fitted = console.isAscii() ? lines.stream().map(Ascii::fitted).toList() : lines;
    boolean isColored = colours && console.showsProgress(); // standard error may be a file
    List<String> shown = isColored ? fitted : fitted.stream().map(Colour::without).toList();
    List<String> safe = shown.stream().map(SecretMask::in).toList();
    console.err().println(isColored ? Printed.painted(safe) : Printed.plain(safe));
  }

  /** Prints where it went wrong, for {@code --debug} alone. */
  public void trace(Throwable thrown) {
    if (verbosity == Verbosity.DEBUG) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      console.err().print(Printed.text(SecretMask.in(trace.toString())));
    }
  }

  /** Tells whether the results have no reader any more. */
  public boolean isBroken() {
    return console.out().checkError();
  }
}
