package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.Golden;
import dev.localport.cli.render.Golden.Style;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code start} as a terminal shows it: each service that is not stopped has a line of its own. */
class GoldenStartTest {
  @TempDir private Path root;

  private static List<ServiceStatus> services(boolean several) {
    return Golden.services(several).stream()
        .filter(service -> !service.state().equals("stopped") || service.isUnusable())
        .toList();
  }

  private String started(Style style, int width, boolean several) throws Exception {
    Terminal terminal =
        new Terminal(root.resolve(style.name()))
            .with("LC_ALL", style.locale())
            .withColumns(width)
            .merged();
    Terminal shown = style.colours() ? terminal.withColours() : terminal;
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      JsonObject answer = Samples.reply(services(several).toArray(ServiceStatus[]::new)).toJson();
      daemon.answers(Methods.START, answer);
      return drawn(shown.typing("").run("start", "--all").stdout());
    }
  }

  /* Without the progress line, which is erased again. */
  private static String drawn(String printed) {
    return printed.replaceAll("\r\u001b\\[K[^\n\r\u001b]*(?=\r)|\r\u001b\\[K", "");
  }

  @ParameterizedTest
  @EnumSource
  void startIsAsInItsFiles(Style style) throws Exception {
    for (boolean several : new boolean[] {false, true}) {
      StringBuilder all = new StringBuilder();
      for (int width : Golden.WIDTHS) {
        String started = started(style, width, several);
        all.append("# %d columns%n".formatted(width)).append(started);
        assertThat(Golden.words(started))
            .contains(services(several).stream().map(ServiceStatus::name).toArray(String[]::new));
        started.lines().forEach(Golden.fits(width));
      }
      all.append("# a pipe%n".formatted()).append(started(style, 0, several));
      Golden.assertHolds(Golden.name("start", several, style), all.toString());
    }
  }
}
