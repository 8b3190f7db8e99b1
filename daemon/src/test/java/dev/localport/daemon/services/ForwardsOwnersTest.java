package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.AdHoc;
import dev.localport.api.Caller;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.Settled;
import dev.localport.api.StatusChange;
import dev.localport.daemon.state.DesiredState;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of command lines, and for whom they run. */
class ForwardsOwnersTest {
  @TempDir private Path folder;
  @AutoClose private ForwardsFixture fixture;
  private final Terminal one = new Terminal();
  private final Terminal two = new Terminal();

  /** Keeps what it was told. */
  private static final class Terminal implements Owner {
    private final List<StatusChange> told = new CopyOnWriteArrayList<>();
    private final List<ServiceTrouble> troubles = new CopyOnWriteArrayList<>();

    @Override
    public void onChange(StatusChange change) {
      told.add(change);
    }

    @Override
    public void onTrouble(ServiceTrouble trouble) {
      troubles.add(trouble);
    }

    List<String> states() {
      return told.stream().map(StatusChange::current).toList();
    }
  }

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  private Forwards forwards() {
    return fixture.forwards;
  }

  private Caller caller(String kubeconfig) {
    return new Caller(folder.resolve(kubeconfig).toString());
  }

  private static List<AdHoc> commandLine(String services, Settled before) {
    return List.of(new AdHoc("services:\n" + services, before));
  }

  private List<String> start(String services, @Nullable Owner owner) throws LoadException {
    return forwards()
        .start(
            commandLine(services, Settled.NOTHING), caller("kube/config"), Consent.NOT_GIVEN, owner)
        .admitted();
  }

  private List<String> names() {
    return forwards().statuses().stream().map(ServiceStatus::name).toList();
  }

  @Test
  void aBoundServiceLivesAsLongAsAnyOfItsOwners() throws IOException, LoadException {
    assertThat(start(WEB, one)).containsExactly("web");
    assertThat(start(WEB, two)).as("what the second is told of").containsExactly("web");
    fixture.await("web", "connected");
    int port = fixture.port("web");

    forwards().letGo(one);
    fixture.assertServes("web");

    forwards().letGo(two);
    assertThat(names()).isEmpty();
    Await.until("no session is open", () -> fixture.server.openSessions() == 0);
    assertThat(start(WEB, one)).containsExactly("web"); // waits for the end of the old one
    fixture.await("web", "connected");
    assertThat(fixture.port("web")).isNotEqualTo(port);
  }

  private List<String> startEach(Owner owner, String... services) throws LoadException {
    List<AdHoc> each =
        Arrays.stream(services)
            .map(one -> new AdHoc("services:\n" + one, Settled.NOTHING))
            .toList();
    return forwards().start(each, caller("kube/config"), Consent.NOT_GIVEN, owner).admitted();
  }

  @Test
  void whatIsStartedAtOnceIsKnownAgainAndEndsEachByItself()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", web("web")), "web");
    String other = web("other");

    assertThat(startEach(one, WEB, other)).containsExactly("web-2", "other");
    assertThat(startEach(two, other, WEB)).containsExactly("other", "web-2");
    fixture.await("web-2", "connected");
    fixture.await("other", "connected");
    List<ServiceStatus> _ = forwards().stop(List.of("other"));
    assertThat(names()).containsExactly("web", "web-2");

    forwards().letGo(one);
    fixture.assertServes("web-2");
    forwards().letGo(two);
    assertThat(names()).containsExactly("web");
  }

  @Test
  void whereOneOfSeveralIsWrongNoneStarts() {
    assertThatThrownBy(() -> startEach(one, WEB, "  - name: wrong\n"))
        .isInstanceOf(LoadException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aBoundServiceIsNothingThatTheNextDaemonHasToComeBackTo()
      throws IOException, InterruptedException, LoadException {
    start(WEB, one);
    fixture.await("web", "connected");
    fixture.start(fixture.file("localport.yaml", web("kept")), "kept");

    assertThat(fixture.onDisk().wanted())
        .extracting(DesiredState.Wanted::name)
        .containsExactly("kept");
    assertThat(fixture.onDisk().sources())
        .extracting(DesiredState.Source::text)
        .containsOnlyNulls();
  }

  @Test
  void whoComesBackAfterTheEndOfADaemonGetsTheSamePortAndContext()
      throws IOException, LoadException {
    start(WEB, one);
    Settled settled = Settled.of(fixture.await("web", "connected"));
    fixture.twoContexts("kube/config");

    fixture.startAnew();
    assertThat(names()).isEmpty();
    forwards().start(commandLine(WEB, settled), caller("kube/config"), Consent.NOT_GIVEN, two);

    assertThat(Settled.of(fixture.await("web", "connected"))).isEqualTo(settled);
    assertThat(settled.context()).isEqualTo("dev");
  }

  @Test
  void oneThatIsStartedInTheBackgroundTooOutlivesItsOwners()
      throws InterruptedException, LoadException {
    start(WEB, one);
    forwards().start(start(WEB, null));

    forwards().letGo(one);

    fixture.await("web", "connected");
    assertThat(fixture.onDisk().wanted()).hasSize(1);
    assertThat(fixture.onDisk().sources()).hasSize(1);
  }

  @Test
  void oneThatRunsByItselfGoesOnWithoutItsOwners() throws InterruptedException, LoadException {
    forwards().start(start(WEB, null));
    start(WEB, one);
    forwards().start(List.of("web"), Consent.NOT_GIVEN, two);

    forwards().letGo(one);
    forwards().letGo(two);

    fixture.await("web", "connected");
  }

  @Test
  void ownersHearWhatBecomesOfTheirServicesFromTheAnswerOn() throws IOException, LoadException {
    start(WEB, one);
    start(web("other"), two);
    fixture.await("web", "connected");
    assertThat(one.told).isEmpty();
    assertThat(forwards().hear(one, List.of("web")))
        .extracting(ServiceStatus::state)
        .containsExactly("connected");
    forwards().hear(two, List.of("other"));

    fixture.server.cut();

    Await.until("it is told", () -> one.states().contains("connected"));
    assertThat(one.states()).startsWith("reconnecting").endsWith("connected");
    assertThat(one.told).extracting(StatusChange::service).containsOnly("web");
    assertThat(one.told.getFirst().previous()).isEqualTo("connected");
    assertThat(one.told.getFirst().cluster()).isEqualTo("dev");
    assertThat(one.told.getFirst().cause()).isNotBlank();
    assertThat(one.told.getFirst().pod()).isNull();
    assertThat(one.told.getLast().cause()).isNull();
    assertThat(one.told.getLast().pod()).isEqualTo("web-1");
    Await.until("the other is told", () -> two.states().contains("connected"));
    assertThat(two.told).extracting(StatusChange::service).containsOnly("other");
  }

  @Test
  void ownersHearThatAnotherCommandStoppedTheirService()
      throws InterruptedException, LoadException {
    start(WEB, one);
    start(WEB, two);
    fixture.await("web", "connected");
    forwards().hear(one, List.of("web"));
    forwards().hear(two, List.of("web"));
    forwards().letGo(two);

    forwards().stop(List.of("web"));

    assertThat(one.states()).containsExactly("stopped");
    assertThat(two.told).isEmpty();
    forwards().hear(two, List.of("web"));
    forwards().start(start(WEB, null));
    forwards().letGo(one);
    fixture.await("web", "connected");
    assertThat(two.told).as("what comes after the end").isEmpty();
  }

  @Test
  void twoThatAreNamedAlikeGetNamesOfTheirOwn()
      throws IOException, InterruptedException, LoadException {
    String team = WEB.replace("shop", "team");
    assertThat(start(WEB, one)).containsExactly("web");
    assertThat(start(team, null)).containsExactly("team.web");
    assertThat(start(team, two)).as("the same again").containsExactly("team.web");
    forwards().start(List.of("team.web"));

    assertThat(fixture.status("team.web").namespace()).isEqualTo("team");
    assertThat(names()).containsExactly("team.web", "web");
    fixture.startAnew();
    assertThat(names()).containsExactly("team.web");
    assertThat(start(team, two)).containsExactly("team.web");
    assertThat(start(WEB, one)).containsExactly("web");

    assertThatThrownBy(() -> forwards().load(fixture.file("localport.yaml", WEB)))
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "the name web is taken by a localport forward; stop that one: localport stop web, or rename the service in %s"
                .formatted(folder.resolve("localport.yaml")));
  }

  @Test
  void aCommandLineUnderAnotherKubeconfigIsAnotherService() throws IOException, LoadException {
    fixture.kubeconfig("kube/second", fixture.server.endpoint().port());
    start(WEB, one);

    List<AdHoc> same = commandLine(WEB, Settled.NOTHING);

    assertThat(forwards().start(same, caller("kube/second"), Consent.NOT_GIVEN, one).admitted())
        .containsExactly("web-2");
  }
}
