package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.POD;
import static dev.localport.daemon.services.ForwardsFixture.RUNNING;
import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.localport.api.PortStatus;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.state.DesiredState;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users see of services, and which ones their words mean. */
class ForwardsListingTest {
  @TempDir private Path folder;
  @AutoClose private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  private List<String> all(@Nullable String context) {
    return fixture
        .forwards
        .listing()
        .select(new Selection(List.of(), List.of(), true, context))
        .names();
  }

  @Test
  void aServiceThatRunsIsMeantByTheContextThatItHasSettledOn()
      throws IOException, InterruptedException, LoadException {
    fixture.start(
        fixture.file("localport.yaml", WEB + web("prod").replace("shop", "shop, context: prod")),
        "web");
    fixture.await("web", "connected");

    assertThat(all("dev")).containsExactly("web");
    assertThat(all("prod")).containsExactly("prod");
    assertThat(all("other")).isEmpty();
    assertThat(all(null)).containsExactly("prod", "web");
  }

  @Test
  void onlyThoseThatDoNotRunAskBeforeTheyStart()
      throws IOException, InterruptedException, LoadException {
    String confirm = "    confirm: true\n";
    fixture.start(
        fixture.file("localport.yaml", WEB + confirm + web("other") + confirm + web("quiet")),
        "other");
    assertThat(fixture.forwards.start(List.of("web"), Consent.GIVEN).asking()).isEmpty();
    fixture.await("web", "connected");

    Admission all =
        fixture.forwards.start(List.of("web", "other", "quiet", "none"), Consent.NOT_GIVEN);

    assertThat(all.asking()).containsExactly("other");
    assertThat(fixture.status("quiet").state()).as("refused whole").isEqualTo("stopped");
  }

  @Test
  void theHealthOfAServiceIsUnknownWhereACheckIsWrittenAndElseDisabled()
      throws IOException, InterruptedException, LoadException {
    fixture.forwards.load(
        fixture.file("localport.yaml", WEB + "    health_check: {type: tcp}\n" + web("other")));

    assertThat(fixture.forwards.statuses())
        .extracting(ServiceStatus::health)
        .containsExactly("disabled", "unknown");
  }

  @Test
  void whatDoesNotRunCanBeStoppedAndNothingChanges()
      throws IOException, InterruptedException, LoadException {
    fixture.forwards.load(fixture.file("localport.yaml", WEB));

    assertThat(fixture.forwards.stop(List.of("web", "none")))
        .extracting(ServiceStatus::name, ServiceStatus::state)
        .containsExactly(tuple("web", "stopped"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "uid":"u1" | "uid":"u1","deletionTimestamp":"2026-11-22T12:00:00Z" | being deleted
          "phase":"Running" | "phase":"Pending","containerStatuses":[{"name":"c","state":{"waiting":{"reason":"ImagePullBackOff"}}}] | in ImagePullBackOff
          "phase":"Running" | "phase":"Failed" | Failed
          """,
      quoteCharacter = '~')
  void aPodThatDoesNotServeSaysWhy(String from, String to, String why)
      throws IOException, InterruptedException, LoadException {
    fixture.server.objects.put(POD, RUNNING.replace(from, to));
    fixture.start(fixture.file("localport.yaml", WEB), "web");

    ServiceStatus web = fixture.await("web", "suspended");
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("no pod of pod/web-1 in namespace shop is ready: web-1 is " + why);
  }

  @Test
  void whereMeasurementsAreCollectedIsSaidByTheFilesThatWantIt()
      throws IOException, InterruptedException, LoadException {
    Path with = folder.resolve("with.yaml");
    fixture.forwards.load(fixture.file("with.yaml", WEB));
    fixture.forwards.load(fixture.file("without.yaml", web("other")));
    Files.writeString(with, Files.readString(with) + "metrics: {listen: '127.0.0.1:9464'}\n");
    fixture.forwards.reload(with.toString());
    fixture.forwards.load(
        new DesiredState.Source(
            null, "metrics: {listen: '127.0.0.1:1'}\nservices:\n" + web("typed"), null));

    assertThat(fixture.forwards.listing().metrics()).containsOnlyKeys(with.toString());
  }

  @Test
  void whoIsNotifiedAndHowMuchIsKeptIsSaidByTheFilesThatWantIt()
      throws IOException, InterruptedException, LoadException {
    Path with = folder.resolve("with.yaml");
    fixture.forwards.load(fixture.file("with.yaml", WEB));
    int before = fixture.forwards.listing().journalKeep();
    fixture.forwards.load(fixture.file("less.yaml", web("other") + "journal: {keep: 20}\n"));
    int least = fixture.forwards.listing().journalKeep();
    Files.writeString(
        with,
        Files.readString(with)
            + "journal: {keep: 300}\nnotify: [{on: [failed], command: [say, it]}]\n");
    fixture.forwards.reload(with.toString());

    assertThat(before).isEqualTo(100);
    assertThat(least).isEqualTo(20);
    assertThat(fixture.forwards.listing().journalKeep()).isEqualTo(300);
    assertThat(fixture.forwards.listing().notifications())
        .singleElement()
        .satisfies(
            wanted -> assertThat(wanted.file()).isEqualTo(with.toString()),
            wanted -> assertThat(wanted.entries()).hasToString("[[FAILED] → say]"));
  }

  @Test
  void whereAServiceListensAndWhetherItsSessionsAnswerIsShown()
      throws IOException, InterruptedException, LoadException {
    fixture.forwards.load(fixture.file("localport.yaml", WEB));
    ServiceStatus before = fixture.status("web");
    assertThat(before.ports().getFirst().local()).isEmpty();
    assertThat(before.heartbeat().healthy()).isFalse();

    fixture.forwards.start(List.of("web"));

    ServiceStatus web = fixture.await("web", "connected");
    assertThat(web.heartbeat().healthy()).isTrue();
    assertThat(web.heartbeat().roundTripMillis())
        .isPositive()
        .isLessThan((double) Await.LIMIT.toMillis());
    assertThat(web.ports().getFirst().local())
        .extracting(PortStatus.Address::address)
        .startsWith("127.0.0.1")
        .isSubsetOf("127.0.0.1", "::1");
  }
}
