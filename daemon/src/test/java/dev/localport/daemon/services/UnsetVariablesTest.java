package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Caller;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.state.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose variable the shell does not have, beside one that needs none. */
class UnsetVariablesTest {
  private static final String DB =
      "  - {name: db, tags: [data], connection: {resource_type: pod, resource_name: web-1,"
          + " namespace: shop}, ports: ['auto:${DB_PORT}']}\n";

  @TempDir private Path folder;
  @AutoClose private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  private List<String> load(String services, Map<String, String> variables)
      throws IOException, InterruptedException, LoadException {
    Path file =
        Files.writeString(
            folder.resolve("localport.yaml"), "version: '1.0'\nservices:\n" + services);
    Caller caller = new Caller(folder.resolve("kube/config").toString(), variables, false);
    return fixture.forwards.load(DesiredState.Source.of(file.toString(), caller));
  }

  @Test
  void itIsStoppedWithTheReasonAndTheOtherRuns()
      throws IOException, InterruptedException, LoadException {
    load(web("web") + DB, Map.of());
    Admission started = fixture.forwards.start(List.of("web", "db"));

    assertThat(started.admitted()).containsExactly("web");
    assertThat(started.unset()).containsExactly("db");
    fixture.await("web", "connected");
    assertThat(fixture.status("db"))
        .returns("stopped", ServiceStatus::state)
        .extracting(ServiceStatus::lastError)
        .isEqualTo(
            new Failure(
                FailureKind.CONFIGURATION,
                folder.resolve("localport.yaml")
                    + ":7:111: services[1].ports[0]: the variable DB_PORT is not set; set it in"
                    + " the shell, or write ${DB_PORT:default}"));
    assertThat(
            fixture
                .forwards
                .listing()
                .select(new Selection(List.of(), List.of("data"), false, null))
                .names())
        .containsExactly("db");
  }

  @Test
  void itStartsOnceAShellLoadsTheFileWithTheVariable()
      throws IOException, InterruptedException, LoadException {
    load(web("web") + DB, Map.of());
    load(web("web") + DB, Map.of("DB_PORT", "7"));

    assertThat(fixture.forwards.start(List.of("db")).admitted()).containsExactly("db");
    fixture.await("db", "connected");
  }

  @Test
  void aShellWithoutTheVariableDoesNotStopIt()
      throws IOException, InterruptedException, LoadException {
    load(web("web") + DB, Map.of("DB_PORT", "7"));
    fixture.forwards.start(List.of("db"));
    fixture.await("db", "connected");
    int port = fixture.port("db");

    assertThat(load(web("web") + DB, Map.of())).isEmpty();

    assertThat(fixture.status("db").state()).isEqualTo("connected");
    assertThat(fixture.port("db")).isEqualTo(port);
  }

  @Test
  void whatRunsGoesOnWhereItsFileNeedsANewVariable()
      throws IOException, InterruptedException, LoadException {
    load(web("web") + DB, Map.of("DB_PORT", "7"));
    fixture.forwards.start(List.of("db"));
    fixture.await("db", "connected");

    List<String> notes = load(web("web") + DB.replace("DB_PORT", "NEW"), Map.of());

    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("db keeps running unchanged: ")
        .contains("the variable NEW is not set");
    assertThat(fixture.status("db").state()).isEqualTo("connected");
  }
}
