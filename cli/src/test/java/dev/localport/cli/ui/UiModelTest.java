package dev.localport.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.Samples;
import dev.localport.cli.ui.Key.Special;
import dev.localport.cli.ui.UiModel.Open;
import dev.localport.cli.ui.UiRequest.Verb;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keys and news do to the screen. */
class UiModelTest {
  private final UiModel model = new UiModel(_ -> true, Theme.DARK);

  @BeforeEach
  void know() {
    var _ = model.happened(new UiEvent.Status(Samples.status()));
  }

  private UiOutcome press(Key key) {
    return model.happened(new UiEvent.Pressed(key));
  }

  private UiOutcome type(String text) {
    UiOutcome last = new UiOutcome.Nothing();
    for (int i = 0; i < text.length(); i++) {
      last = press(new Key.Typed(text.charAt(i)));
    }
    return last;
  }

  private String selected() {
    return Objects.requireNonNull(model.list().selected()).name();
  }

  private List<String> listed() {
    return model.list().listed().stream().map(ServiceStatus::name).toList();
  }

  @Test
  void theSelectionMovesWithinTheList() {
    List<String> names = listed();
    assertThat(selected()).isEqualTo(names.getFirst());

    press(Special.UP);
    assertThat(selected()).isEqualTo(names.getFirst());
    type("jj");
    assertThat(selected()).isEqualTo(names.get(2));
    press(Special.END);
    assertThat(selected()).isEqualTo(names.getLast());
    press(Special.DOWN);
    assertThat(selected()).isEqualTo(names.getLast());
  }

  @Test
  void aFilterListsWhatHasTheTextAndEscapeEndsIt() {
    List<String> all = listed();

    type("/ORDERS");
    assertThat(listed()).containsExactly("orders-db");
    assertThat(model.isTyping()).isTrue();
    press(Special.BACKSPACE);
    assertThat(model.list().filter()).isEqualTo("ORDER");
    press(Special.ENTER);
    assertThat(model.isTyping()).isFalse();
    assertThat(listed()).containsExactly("orders-db");
    press(Special.ESCAPE);
    assertThat(listed()).isEqualTo(all);
  }

  @Test
  void whileAFilterIsTypedKeysActOnNothing() {
    type("/");

    assertThat(type("xq")).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.list().filter()).isEqualTo("xq");
    assertThat(model.list().selected()).isNull();
    press(Special.ENTER);
    assertThat(type("s")).isEqualTo(new UiOutcome.Nothing());
  }

  @Test
  void theSelectedServiceStaysSelectedWhenOthersComeAndGo() {
    press(Special.END);
    String last = selected();

    model.list().sort(Sort.NAME);

    assertThat(selected()).isEqualTo(last);
  }

  private void select(String name) {
    press(Special.HOME);
    for (int i = listed().indexOf(name); i > 0; i--) {
      press(Special.DOWN);
    }
    assertThat(selected()).isEqualTo(name);
  }

  @Test
  void keysActOnTheSelectedService() {
    select("web");

    assertThat(type("s")).isEqualTo(asked(Verb.START, "web", false));
    assertThat(type("c")).isEqualTo(asked(Verb.RECONNECT, "web", false));
    assertThat(model.message()).isEqualTo("reconnecting web…");
  }

  @Test
  void whatEndsConnectionsIsAskedFirst() {
    select("orders-db");

    assertThat(type("x")).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.message())
        .isEqualTo("stop orders-db in dev-cluster (production)? 2 connections end (y/n)");
    assertThat(model.isUrgent()).isTrue();
    assertThat(press(Special.ENTER)).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.message()).isEqualTo("orders-db was not stopped");
    type("r");
    assertThat(model.message()).startsWith("restart orders-db in dev-cluster");
    assertThat(type("y")).isEqualTo(asked(Verb.RESTART, "orders-db", true));
  }

  @Test
  void aServiceOfProductionIsNotStartedUnasked() {
    select("orders-db");

    assertThat(type("s")).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.message()).isEqualTo("start orders-db in dev-cluster (production)? (y/n)");
    assertThat(type("y")).isEqualTo(asked(Verb.START, "orders-db", true));
  }

  @Test
  void whatIsStoppedIsStoppedAgainUnasked() {
    select("admin");

    assertThat(type("x")).isEqualTo(asked(Verb.STOP, "admin", false));
  }

  @Test
  void nothingIsAskedOfADaemonThatDoesNotRun() {
    select("web");
    model.happened(new UiEvent.DaemonLost("The daemon is not running"));

    assertThat(type("s")).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.message()).isEqualTo("cannot start web: the daemon is not running");
  }

  @Test
  void controlZStopsTheProcessWhateverIsOpen() {
    type("/");

    assertThat(press(Special.SUSPEND)).isEqualTo(new UiOutcome.Suspend());
  }

  private UiRequest details() {
    return new UiRequest.Details(Objects.requireNonNull(model.list().selected()));
  }

  private static UiOutcome asked(Verb verb, String name, boolean confirmed) {
    return new UiOutcome.Ask(new UiRequest.Act(verb, name, confirmed));
  }

  @Test
  void aServiceThatAsksIsStartedAfterAYesAlone() {
    UiRequest.Act start = new UiRequest.Act(Verb.START, "orders-db", false);

    model.happened(new UiEvent.ConfirmationNeeded(start));
    assertThat(model.message()).isEqualTo("start orders-db (production)? (y/n)");
    assertThat(type("n")).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.message()).isEqualTo("orders-db was not started");
    model.happened(new UiEvent.ConfirmationNeeded(start));
    assertThat(type("y")).isEqualTo(asked(Verb.START, "orders-db", true));
  }

  @Test
  void detailsFollowTheSelection() {
    String first = selected();

    assertThat(press(Special.ENTER)).isEqualTo(new UiOutcome.Ask(details()));
    model.happened(new UiEvent.Details(first, _ -> List.of("why")));
    assertThat(model.pane().window(80, 5)).containsExactly("why");
    UiOutcome next = press(Special.DOWN);
    assertThat(next).isEqualTo(new UiOutcome.Ask(details()));
    model.happened(new UiEvent.Details(first, _ -> List.of("late: of another service")));
    assertThat(model.pane().window(80, 5)).containsExactly("loading…");
    press(Special.ESCAPE);
    assertThat(model.open()).isEqualTo(Open.NOTHING);
  }

  @Test
  void detailsAreReadAgainWhenTheServiceChangesAndNotOtherwise() {
    press(Special.ENTER);

    assertThat(model.happened(new UiEvent.Status(Samples.status())))
        .isEqualTo(new UiOutcome.Nothing());
    model.list().filter("orders");
    assertThat(model.happened(new UiEvent.Status(Samples.status())))
        .isEqualTo(new UiOutcome.Ask(details()));
  }

  @Test
  void aLogIsFollowedAtItsEndAndNotWhereTheUserReads() {
    String name = selected();
    type("l");
    model.happened(new UiEvent.Log(name, _ -> List.of("1", "2", "3")));
    assertThat(model.pane().window(80, 2)).containsExactly("2", "3");

    model.happened(new UiEvent.Log(name, _ -> List.of("1", "2", "3", "4")));
    assertThat(model.pane().window(80, 2)).containsExactly("3", "4");
    press(Special.UP);
    model.happened(new UiEvent.Log(name, _ -> List.of("1", "2", "3", "4", "5")));
    assertThat(model.pane().window(80, 2)).containsExactly("2", "3");
  }

  @Test
  void theAddressIsCopiedWhereThereIsOne() {
    type("/orders");
    press(Special.ENTER);

    assertThat(type("y")).isEqualTo(new UiOutcome.Copy("127.0.0.1:5432"));
    press(Special.ESCAPE);
    type("/admin");
    press(Special.ENTER);
    assertThat(type("y")).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.message()).startsWith("nothing to copy");
  }

  @Test
  void theDaemonsEndIsShownUntilItAnswersAgain() {
    model.happened(new UiEvent.DaemonLost("The daemon is not running"));
    assertThat(model.daemonLost()).isEqualTo("The daemon is not running");

    model.happened(new UiEvent.Status(Samples.status()));
    assertThat(model.daemonLost()).isEmpty();
  }

  @Test
  void whenACountdownHasEndedTheDaemonIsAskedWhatCameOfIt() {
    StatusReply status = Samples.status();
    List<ClusterStatus> clusters =
        status.clusters().stream()
            .map(one -> ClusterStatusBuilder.builder(one).context("dev-cluster").build())
            .map(one ->
                ClusterStatusBuilder.builder(one)
                    .state(ClusterState.OFFLINE)
                    .nextCheck(Samples.NOW.plusSeconds(3))
                    .build())
            .limit(1)
            .toList();
    assertThat(model.isOverdue(Samples.NOW.plusSeconds(9))).isFalse();

    model.happened(
        new UiEvent.Status(
            new StatusReply(
                status.overall(), status.daemon(), status.services(), clusters, List.of())));

    assertThat(model.isOverdue(Samples.NOW.plusSeconds(2))).isFalse();
    assertThat(model.isOverdue(Samples.NOW.plusSeconds(3))).isTrue();
    model.happened(new UiEvent.DaemonLost("The daemon is not running"));
    assertThat(model.isOverdue(Samples.NOW.plusSeconds(3))).isFalse();
  }

  @Test
  void itEndsWithTheCodeOfTheKey() {
    assertThat(type("q")).isEqualTo(new UiOutcome.Quit(0));
    assertThat(press(Special.INTERRUPT)).isEqualTo(new UiOutcome.Quit(130));
    assertThat(press(Special.CLOSED)).isEqualTo(new UiOutcome.Quit(0));
  }

  @Test
  void onlyTheServicesItIsAboutAreListed() {
    UiModel some = new UiModel(service -> service.tags().contains("data"), Theme.DARK);

    some.happened(new UiEvent.Status(Samples.status()));

    assertThat(some.list().services()).extracting(ServiceStatus::name).containsExactly("orders-db");
  }
}
