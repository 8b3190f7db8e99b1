package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What commands print, compared whole with the files in {@code src/test/resources/golden}. To write
 * those again after a change, and to read the difference: run the tests with {@code
 * -Dgolden.write=true}.
 */
public final class Golden {
  /** The terminals. */
  public static final List<Integer> WIDTHS = List.of(60, 80, 120, 200);

  private static final String COLORS = "\u001b\\[[0-9;]*m";
  private static final Path FILES =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolve("src/test/resources/golden");

  private Golden() {}

  /** How it is printed: the name in the file, the locale, and whether there are colors. */
  public enum Style {
    /** No colors. */
    PLAIN("C.UTF-8", false),
    /** With colors. */
    COLOR("C.UTF-8", true),
    /** No colors, and ASCII alone. */
    ASCII("C", false);

    private final String locale;
    private final boolean colours;

    Style(String locale, boolean colours) {
      this.locale = locale;
      this.colours = colours;
    }

    /** Returns what {@code LC_ALL} is. */
    public String locale() {
      return locale;
    }

    /** Tells whether there are colors. */
    public boolean colours() {
      return colours;
    }
  }

  /** Returns the services of one kube context, or thirty of five. */
  public static List<ServiceStatus> services(boolean several) {
    return GoldenSamples.status(several).services();
  }

  /** Returns what these lines become on a terminal. */
  static String printed(Style style, int width, BiFunction<Output, Integer, List<String>> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = Console.stream(bytes, Map.of("LC_ALL", style.locale));
    Console console = new Console(stream, stream, true, style.colours, () -> width, () -> "");
    Output output = new Output(console, OutputFormat.TABLE, Output.Verbosity.NORMAL, true);
    output.painted(lines.apply(output, width));
    return bytes.toString(UTF_8);
  }

  /** Compares with a file, or writes it. */
  public static void assertHolds(String file, String actual) throws IOException {
    Path path = FILES.resolve(file);
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FILES);
      Files.writeString(path, actual);
    }
    assertThat(path).content(UTF_8).isEqualTo(actual);
  }

  /** Returns a file of this folder. */
  static String read(String file) throws IOException {
    return Files.readString(FILES.resolve(file));
  }

  /** Returns the name of a file. */
  public static String name(String command, boolean several, Style style) {
    String contexts = several ? "5-contexts" : "1-context";
    return "%s-%s-%s.txt".formatted(command, contexts, style.name().toLowerCase(Locale.ROOT));
  }

  /** Checks that a line is not wider than the terminal. */
  public static Consumer<String> fits(int width) {
    return line ->
        assertThat(OneLine.width(line.replaceAll(COLORS, "")))
            .as("%d columns: %s", width, line)
            .isLessThanOrEqualTo(width);
  }

  /** Returns what is between blanks and punctuation marks. */
  public static String[] words(String printed) {
    return printed.replaceAll(COLORS, "").split("[\\s:,.;]+(?=\\s|$)|\\s+", -1);
  }
}
