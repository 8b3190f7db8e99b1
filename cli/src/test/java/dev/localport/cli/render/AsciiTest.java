package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    ", , , , false",
    ", , C, , true",
    ", , POSIX, , true",
    ", , en_US, , true",
    ", , de_DE@euro, , true",
    ", , en_US.UTF-8, , false",
    ", , C.utf8, , false",
    ", UTF-8, C, , false",
    "C, en_US.UTF-8, en_US.UTF-8, , true",
    "C.UTF-8, C, C, , false",
    "C.UTF-8, , en_US.UTF-8, C, true",
    "C.UTF-8, , C, '', true",
    "C.UTF-8, , , '', false"
  })
  void theUsersLocaleDecides(
      @Nullable String all,
      @Nullable String letters,
      @Nullable String lang,
      @Nullable String kept,
      boolean ascii) {
    Map<String, String> environment = new HashMap<>();
    put(environment, "LC_ALL", all);
    put(environment, "LC_CTYPE", letters);
    put(environment, "LANG", lang);
    put(environment, "LOCALPORT_LC_ALL", kept);

    assertThat(Ascii.isWanted(environment)).isEqualTo(ascii);
  }

  private static void put(Map<String, String> environment, String name, @Nullable String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }

  @Test
  void eachSignHasOneOfItsOwn() {
    assertThat(Ascii.of("● ◐ ○ ◌ ✓ ✗ · – → … • ◆ ↑ ↓ ▏ ▸ Größe 東京"))
        .isEqualTo("* ! - x * x - - -> ... * # ^ v | > Größe 東京");
    assertThat(Ascii.of("web-1")).isEqualTo("web-1");
  }

  @Test
  void aLineOfATableStaysAsWide() {
    assertThat(Ascii.fitted("orders-da…  ● up   …rders-0"))
        .isEqualTo("orders-...  * up   ...ers-0");
    assertThat(Ascii.fitted("→ web    pod/web-1  4")).isEqualTo("-> web   pod/web-1  4");
    assertThat(Ascii.fitted("a  …  b")).isEqualTo("a  ...  b");
    assertThat(Ascii.fitted("\u001b[32m…bcdef\u001b[0m")).isEqualTo("\u001b[32m...def\u001b[0m");
    assertThat(Ascii.fitted("\u001b[32mabcdef…\u001b[0m")).isEqualTo("\u001b[32mabcd...\u001b[0m");
  }

  private Output output() {
    PrintStream stream = Console.stream(bytes, Map.of("LANG", "C"));
    Console console = new Console(stream, stream, false, false, () -> 0, () -> "");
    return new Output(console, OutputFormat.TABLE, Output.Verbosity.NORMAL, false);
  }

  @Test
  void everythingThatIsPrintedIsAscii() {
    Output output = output();

    output.result("a → b");
    output.result(List.of("✓ c", "✗ d"));
    output.painted(List.of("● up"));
    output.note("waiting…");
    output.error("1 · 2");

    assertThat(bytes.toString(UTF_8)).isEqualTo("a -> b\n* c\nx d\n* up\nwaiting...\n1 - 2\n");
  }

  @Test
  void helpIsAsciiToo() {
    PrintStream stream = Console.stream(bytes, Map.of("LANG", "C"));
    Console console = new Console(stream, stream, false, false, () -> 0, () -> "");

    console.outWriter().println("local → pod");

    assertThat(bytes.toString(UTF_8)).isEqualTo("local -> pod\n");
  }

  @Test
  void whatIsTheUsersStaysAsItIs() {
    JsonObject json = JsonObject.builder().put("message", "a → b…").build();

    output().line(json);
    output().document("# ● mine");

    assertThat(bytes.toString(UTF_8)).isEqualTo(json + "\n# ● mine\n");
  }
}
