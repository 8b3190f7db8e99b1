package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where this process prints, and what it hears.
 *
 * @param out for results
 * @param err for all else
 * @param terminal whether a person sits before it
 * @param colours whether {@code out} shows colours
 * @param width says how many columns {@code out} has, 0 where it is not known; asked only by what
 *     has to fit
 * @param line reads the next line that the user types, empty at the end of the input
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    boolean colours,
    IntSupplier width,
    Supplier<String> line) {

  /**
   * Returns the console of this process. What it prints is UTF-8, as with kubectl and the rest of
   * the family, also in a cron job without a locale; a locale that is set and is not UTF-8 gets our
   * signs and arrows in ASCII.
   *
   * @param environment {@code NO_COLOR}, {@code LOCALPORT_NO_COLOR}, {@code TERM}, {@code LC_ALL},
   *     {@code LC_CTYPE}, {@code LANG}; {@code COLUMNS} counts on a terminal only
   */
  public static Console ofProcess(Map<String, String> environment) {
    boolean terminal = isTerminal();
    return new Console(
        stream(FileDescriptor.out, environment),
        stream(FileDescriptor.err, environment),
        terminal,
        terminal && wantsColours(environment),
        () -> width(environment, terminal),
        Console::readLine);
  }

  /**
   * Returns a console that leaves standard output alone.
   *
   * @param dropped whether results are not printed at all
   */
  public Console withResultsAmongErrors(boolean dropped) {
    PrintStream results =
        dropped ? new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) : err;
    return new Console(results, err, terminal, colours, width, line);
  }

  /**
   * Prints one line of a process that needs no more than that of a console.
   *
   * @param environment as in {@link #ofProcess}
   */
  public static void printLine(String line, Map<String, String> environment) {
    PrintStream out = stream(FileDescriptor.out, environment);
    out.println(line);
    out.flush();
  }

  @SuppressWarnings("SystemConsoleNull") // was never null in 22 to 24 only
  private static boolean isTerminal() {
    java.io.Console system = System.console();
    return system != null && system.isTerminal();
  }

  private static String readLine() {
    try {
      String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException _) {
      return ""; // the terminal is gone: an empty line is a no
    }
  }

  /**
   * Returns a writer of results, for a library that does not know {@link Output}. Each line is
   * written at once, without what steers a terminal: a text of the user's may have been pasted.
   */
  public PrintWriter outWriter() {
    return cleaned(out);
  }

  /** Returns a writer of all else; otherwise as {@link #outWriter}. */
  public PrintWriter errWriter() {
    return cleaned(err);
  }

  private PrintWriter cleaned(PrintStream target) {
    return new PrintWriter(new CleanWriter(new OutputStreamWriter(target, UTF_8), isAscii()), true);
  }

  private static PrintStream stream(FileDescriptor descriptor, Map<String, String> environment) {
    return stream(new FileOutputStream(descriptor), environment);
  }

  /**
   * Returns what prints as this process would with these variables.
   *
   * @param environment as in {@link #ofProcess}
   */
  public static PrintStream stream(OutputStream target, Map<String, String> environment) {
    return ResultStream.to(target, Ascii.isWanted(environment));
  }

  /** Tells whether our signs are printed in ASCII. */
  boolean isAscii() {
    return out instanceof ResultStream results && results.isAscii();
  }

  /** Prints a result that is not ours to change: JSON, or the content of a file. */
  void printData(String text) {
    if (out instanceof ResultStream results) {
      results.printData(text);
    } else {
      out.println(text);
    }
  }

  /** Tells whether the variables allow colours; an empty one counts as not set. */
  static boolean wantsColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && environment.getOrDefault("LOCALPORT_NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /* COLUMNS is what a user has set; shells rarely hand it on, so the terminal itself is asked. A
  pipe has no width: what reads it wants whole names, also where a shell exports COLUMNS. */
  static int width(Map<String, String> environment, boolean terminal) {
    if (!terminal) {
      return 0;
    }
    int decided = TerminalWidth.number(environment.getOrDefault("COLUMNS", ""));
    return decided == 0 ? TerminalWidth.ask() : decided;
  }

  /** Tells whether the user sees what is drawn on standard error, and it may be erased again. */
  boolean showsProgress() {
    boolean isOfProcess = err instanceof ResultStream own && own.isOfProcess();
    return terminal && !(isOfProcess && isErrorStreamRedirected());
  }

  /* Java knows of the other two only. Linux says what is behind the third. */
  private static boolean isErrorStreamRedirected() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return !target.startsWith("/dev/") || target.equals("/dev/null");
    } catch (IOException _) {
      return false; // macOS has no such folder
    }
  }

  /** Returns why results could not be written; null: they were, or their reader is gone. */
  public @Nullable String lost() {
    return out instanceof ResultStream results ? results.lost() : null;
  }
}
