package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Explanation;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.Samples;
import dev.localport.cli.render.Golden.Style;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code explain} of each service of {@link GoldenSamples}, one after the other. {@code
 * explanations.json} has what a daemon answered for them.
 */
class GoldenExplainTest {
  private static List<Explanation> explanations(boolean several) throws IOException {
    List<String> names = Golden.services(several).stream().map(ServiceStatus::name).toList();
    return JsonObject.parse(Golden.read("explanations.json")).objects("explanations").stream()
        .map(Explanation::from)
        .filter(one -> names.contains(one.service()))
        .toList();
  }

  private static String explained(Style style, int width, Explanation one) {
    ExplanationText text = new ExplanationText(width, Samples.NOW, ZoneOffset.UTC);
    return "\n" + Golden.printed(style, width, (_, _) -> text.lines(one));
  }

  @ParameterizedTest
  @EnumSource
  void explainIsAsInItsFiles(Style style) throws IOException {
    for (boolean several : new boolean[] {false, true}) {
      StringBuilder all = new StringBuilder();
      for (int width : Golden.WIDTHS) {
        all.append("# %d columns%n".formatted(width));
        for (Explanation one : explanations(several)) {
          String explained = explained(style, width, one);
          all.append(explained);
          assertThat(Golden.words(explained)).contains(one.service());
          explained.lines().filter(line -> !isCommand(line)).forEach(Golden.fits(width));
        }
        all.append('\n');
      }
      Golden.assertHolds(Golden.name("explain", several, style), all.toString());
    }
  }

  /* A command that is to be copied is not broken. */
  private static boolean isCommand(String line) {
    return line.matches("(\u001b\\[\\d*m)? {8}(kubectl|localport) .*");
  }
}
