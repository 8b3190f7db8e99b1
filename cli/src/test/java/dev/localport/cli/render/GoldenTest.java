package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.Samples;
import dev.localport.cli.render.Golden.Style;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code status} and {@code cluster status} as they are printed, compared whole with files: see
 * {@link Golden}.
 */
class GoldenTest {
  private static String status(Style style, int width, boolean several, boolean stopped) {
    return Golden.printed(
        style,
        width,
        (output, columns) ->
            new StatusGroups(false, stopped, Samples.NOW, () -> ZoneOffset.UTC)
                .lines(GoldenSamples.status(several), columns, output.colours()));
  }

  private static String clusters(Style style, int width, boolean several) {
    return Golden.printed(
        style,
        width,
        (output, columns) ->
            new ClusterView(output, Samples.NOW).clusters(GoldenSamples.reports(several), columns));
  }

  @ParameterizedTest
  @EnumSource
  void statusIsAsInItsFiles(Style style) throws IOException {
    for (boolean several : new boolean[] {false, true}) {
      StringBuilder all = new StringBuilder();
      for (int width : Golden.WIDTHS) {
        all.append("# %d columns%n".formatted(width));
        all.append(status(style, width, several, false));
      }
      all.append("# 80 columns, --all%n".formatted()).append(status(style, 80, several, true));
      all.append("# a pipe%n".formatted()).append(status(style, 0, several, false));
      Golden.assertHolds(Golden.name("status", several, style), all.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clusterStatusIsAsInItsFiles(Style style) throws IOException {
    for (boolean several : new boolean[] {false, true}) {
      StringBuilder all = new StringBuilder();
      for (int width : Golden.WIDTHS) {
        all.append("# %d columns%n".formatted(width)).append(clusters(style, width, several));
      }
      Golden.assertHolds(Golden.name("cluster-status", several, style), all.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noLineIsWiderThanTheTerminalAndEachNameIsWhole(Style style) {
    for (int width = 60; width <= 200; width++) {
      String status = status(style, width, true, true);
      String clusters = clusters(style, width, true);

      Stream.of(status, clusters).flatMap(String::lines).forEach(Golden.fits(width));
      assertThat(Golden.words(status))
          .contains(names(GoldenSamples.status(true).services().stream().map(ServiceStatus::name)));
      assertThat(Golden.words(status)).contains(contexts());
      assertThat(Golden.words(clusters)).contains(contexts());
    }
  }

  private static String[] contexts() {
    return names(GoldenSamples.status(true).clusters().stream().map(ClusterStatus::context));
  }

  private static String[] names(Stream<String> names) {
    return names.toArray(String[]::new);
  }
}
