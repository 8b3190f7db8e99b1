package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ConfigAccess;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The daemon finds a file's warnings as well, under absolute paths: they are printed once. */
class FileWarningsTest {
  private static final String MINE =
      """
      version: "1.0"
      include: team/a.yaml
      services:
      - {name: web, lazi: true, connection: {resource_name: x}, ports: ["1"]}
      """;

  private static final String TEAM =
      "services:\n- {name: db, nam: x, connection: {resource_name: x}, ports: ['1']}\n";

  /* Two files of one name: the path of one ends like that of the other. */
  private record Access(boolean absolute) implements ConfigAccess {
    @Override
    public Path file() {
      return Path.of("/shop/a.yaml");
    }

    @Override
    public Path home() {
      return Path.of("/home");
    }

    @Override
    public String label(Path file) {
      return absolute ? file.toString() : Path.of("/shop").relativize(file).toString();
    }

    @Override
    public byte[] read(Path file) {
      return TEAM.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static FileWarnings warnings(Access access) {
    byte[] content = MINE.getBytes(StandardCharsets.UTF_8);
    return switch (ConfigReader.read(access, content, false, Map.of())) {
      case ConfigResult.Loaded(var config) ->
          FileWarnings.of(config, access.label(access.file()), access.file());
      case ConfigResult refused -> throw new AssertionError(refused);
    };
  }

  @Test
  void thoseOfIncludedFilesAreTheDaemonsToo() {
    FileWarnings mine = warnings(new Access(false));
    List<String> daemons = warnings(new Access(true)).lines();

    assertThat(mine.lines())
        .containsExactly(
            "a.yaml:4:15: services[1].lazi: unknown key; did you mean lazy?",
            "a.yaml:4:67: services[1].ports[0]: local port 1 is also used by db"
                + " (team/a.yaml:2:62); use another port, local_port: auto, or bind_address:"
                + " auto: only one of the two can run at a time",
            "team/a.yaml:2:14: services[0].nam: unknown key; did you mean name?");
    assertThat(daemons).hasSize(3).allMatch(line -> line.startsWith("/shop/"));
    assertThat(mine.others(daemons)).isEmpty();
  }
}
