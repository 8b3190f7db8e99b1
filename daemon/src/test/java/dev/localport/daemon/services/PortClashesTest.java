package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.AdHoc;
import dev.localport.api.Caller;
import dev.localport.api.Settled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One local port in two files, or in a file and a forward of the command line. */
class PortClashesTest {
  @TempDir private Path folder;
  @AutoClose private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  private static String service(String name, String port, String keys) {
    return "- {name: %s, connection: {resource_type: pod, resource_name: web-1}, ports: ['%s']%s}\n"
        .formatted(name, port, keys);
  }

  private List<String> load(String file, String services)
      throws IOException, InterruptedException, LoadException {
    fixture.forwards.load(fixture.file(file, services));
    return fixture.forwards.listing().portClashes(_ -> true);
  }

  private String clash(String one, String other) {
    return "local port 28080 is used by %s and by %s: only one of the two can run at a time; use another port for one of them, local_port: auto, or bind_address: auto"
        .formatted(one, other);
  }

  @Test
  void oneLocalPortInTwoFilesIsANoteThatNamesBoth()
      throws IOException, InterruptedException, LoadException {
    assertThat(load("one.yaml", service("db", "28080:80", ""))).isEmpty();
    assertThat(load("two.yaml", service("web", "28080:80", "")))
        .containsExactly(
            clash(
                "db (%s)".formatted(folder.resolve("one.yaml")),
                "web (%s)".formatted(folder.resolve("two.yaml"))));
    assertThat(fixture.forwards.notes()).anyMatch(note -> note.startsWith("local port 28080 is"));
    assertThat(fixture.forwards.listing().portClashes(service -> service.name().equals("other")))
        .isEmpty();

    assertThat(load("two.yaml", service("web", "28081:80", ""))).isEmpty();
    assertThat(fixture.forwards.notes()).isEmpty();
  }

  @Test
  void aServiceThatCannotListenOrListensElsewhereDoesNotClash()
      throws IOException, InterruptedException, LoadException {
    load("one.yaml", service("db", "28080:80", ""));

    assertThat(load("two.yaml", service("off", "28080:80", ", enabled: false"))).isEmpty();
    assertThat(load("two.yaml", service("other", "28080:80", ", bind_address: 127.0.0.9")))
        .isEmpty();
    assertThat(load("two.yaml", service("auto", "auto:28080", ""))).isEmpty();
  }

  @Test
  void theCommandLineClashesWithAFileAsWell()
      throws IOException, InterruptedException, LoadException {
    load("one.yaml", service("db", "28080:80", ""));
    AdHoc commandLine =
        new AdHoc("services:\n" + service("web-28080", "28080:80", ""), Settled.NOTHING);
    Caller caller = new Caller(folder.resolve("kube/config").toString());
    fixture.forwards.start(List.of(commandLine), caller, Consent.NOT_GIVEN, null);

    assertThat(fixture.forwards.listing().portClashes(_ -> true))
        .containsExactly(
            clash(
                "db (%s)".formatted(folder.resolve("one.yaml")), "web-28080 (localport forward)"));
  }

  @Test
  void ofManyClashesTheFirstAreShown() throws IOException, InterruptedException, LoadException {
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      one.add(service("a" + i, (28_080 + i) + ":80", ""));
      two.add(service("b" + i, (28_080 + i) + ":80", ""));
    }
    load("one.yaml", String.join("", one));

    assertThat(load("two.yaml", String.join("", two)))
        .hasSize(21)
        .last()
        .isEqualTo("10 more services share local ports");
  }
}
