package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launchd agent, as far as it can be tried without macOS: a reader of property lists of
 * somebody else takes the golden file that {@code AgentTextTest} compares with. It never ran under
 * launchd.
 */
@Tag("ci")
@BesideOthers
class LaunchdAgentIT {
  private static final String GOLDEN =
      "src/test/resources/dev/localport/cli/manager/dev.localport.daemon.plist";

  @TempDir Path temporary;

  private Result convert(Path from, String format, Path to)
      throws IOException, InterruptedException {
    String program = Programs.need("plistutil", "libplist-utils");
    return RunningProgram.start(
            new ProcessBuilder(program, "-i", from.toString(), "-f", format, "-o", to.toString()))
        .awaitEnd();
  }

  @Test
  void anotherReaderOfPropertyListsUnderstandsIt() throws IOException, InterruptedException {
    Path golden = LocalportProgram.root().resolve("cli").resolve(GOLDEN);
    Path binary = temporary.resolve("agent.bin");
    Path back = temporary.resolve("agent.xml");

    assertThat(convert(golden, "bin", binary)).isEqualTo(new Result(0, "", ""));
    assertThat(convert(binary, "xml", back)).isEqualTo(new Result(0, "", ""));

    assertThat(bare(back)).isEqualTo(bare(golden));
  }

  /* Comments and indentation are not part of it. */
  private static String bare(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?s)<!--.*?-->", "").replaceAll(">\\s+", ">");
  }

  @Test
  void itNoticesABrokenOne() throws IOException, InterruptedException {
    Path broken = Files.writeString(temporary.resolve("broken.plist"), "<plist><dict><key>");

    assertThat(convert(broken, "bin", temporary.resolve("broken.bin")).stdout())
        .startsWith("ERROR");
  }
}
