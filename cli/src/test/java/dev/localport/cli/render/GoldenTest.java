package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code status} and {@code cluster status} as they are printed, compared whole with the files in
 * {@code src/test/resources/golden}. To write those again after a change, and to read the
 * difference: run this test with {@code -Dgolden.write=true}.
 */
class GoldenTest {
  private static final List<Integer> WIDTHS = List.of(60, 80, 120, 200);
  private static final Path FILES =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolve("src/test/resources/golden");

  /** How it is printed: the name in the file, the locale, and whether there are colors. */
  enum Style {
    PLAIN("C.UTF-8", false),
    COLOR("C.UTF-8", true),
    ASCII("C", false);

    private final String locale;
    private final boolean colours;

    Style(String locale, boolean colours) {
      this.locale = locale;
      this.colours = colours;
    }
  }

  private static String printed(
      Style style, int width, BiFunction<Output, Integer, List<String>> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = Console.stream(bytes, Map.of("LC_ALL", style.locale));
    Console console = new Console(stream, stream, true, style.colours, () -> width, () -> "");
    Output output = new Output(console, OutputFormat.TABLE, Output.Verbosity.NORMAL, true);
    output.painted(lines.apply(output, width));
    return bytes.toString(UTF_8);
  }

  private static String status(Style style, int width, boolean several, boolean stopped) {
    return printed(
        style,
        width,
        (output, columns) ->
            new StatusGroups(false, stopped, Samples.NOW, () -> ZoneOffset.UTC)
                .lines(GoldenSamples.status(several), columns, output.colours()));
  }

  private static String clusters(Style style, int width, boolean several) {
    return printed(
        style,
        width,
        (output, columns) ->
            new ClusterView(output, Samples.NOW).clusters(GoldenSamples.reports(several), columns));
  }

  private static void assertHolds(String file, String actual) throws IOException {
    Path path = FILES.resolve(file);
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FILES);
      Files.writeString(path, actual);
    }
    assertThat(path).content(UTF_8).isEqualTo(actual);
  }

  @ParameterizedTest
  @CsvSource({"PLAIN", "COLOR", "ASCII"})
  void statusIsAsInItsFiles(Style style) throws IOException {
    for (boolean several : new boolean[] {false, true}) {
      StringBuilder all = new StringBuilder();
      for (int width : WIDTHS) {
        all.append("# %d columns%n".formatted(width));
        all.append(status(style, width, several, false));
      }
      all.append("# 80 columns, --all%n".formatted()).append(status(style, 80, several, true));
      all.append("# a pipe%n".formatted()).append(status(style, 0, several, false));
      assertHolds(name("status", several, style), all.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"PLAIN", "COLOR", "ASCII"})
  void clusterStatusIsAsInItsFiles(Style style) throws IOException {
    for (boolean several : new boolean[] {false, true}) {
      StringBuilder all = new StringBuilder();
      for (int width : WIDTHS) {
        all.append("# %d columns%n".formatted(width)).append(clusters(style, width, several));
      }
      assertHolds(name("cluster-status", several, style), all.toString());
    }
  }

  private static String name(String command, boolean several, Style style) {
    String contexts = several ? "5-contexts" : "1-context";
    return "%s-%s-%s.txt".formatted(command, contexts, style.name().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @CsvSource({"PLAIN", "COLOR", "ASCII"})
  void noLineIsWiderThanTheTerminalAndEachNameIsWhole(Style style) {
    for (int width = 60; width <= 200; width++) {
      String status = status(style, width, true, true);
      String clusters = clusters(style, width, true);

      Stream.of(status, clusters).flatMap(String::lines).forEach(fits(width));
      assertThat(words(status))
          .contains(names(GoldenSamples.status(true).services().stream().map(ServiceStatus::name)));
      assertThat(words(status)).contains(contexts());
      assertThat(words(clusters)).contains(contexts());
    }
  }

  private static Consumer<String> fits(int width) {
    return line ->
        assertThat(OneLine.width(line.replaceAll("\u001b\\[[0-9;]*m", "")))
            .as("%d columns: %s", width, line)
            .isLessThanOrEqualTo(width);
  }

  private static String[] contexts() {
    return names(GoldenSamples.status(true).clusters().stream().map(ClusterStatus::context));
  }

  private static String[] names(Stream<String> names) {
    return names.toArray(String[]::new);
  }

  private static String[] words(String printed) {
    return printed.replaceAll("\u001b\\[[0-9;]*m", "").split("\\s+", -1);
  }
}
