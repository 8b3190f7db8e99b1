package dev.localport.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
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
  private final UiModel model = new UiModel(_ -> true);

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
    return model.list().rows().stream()
        .filter(ServiceList.Row.Item.class::isInstance)
        .map(row -> ((ServiceList.Row.Item) row).service().name())
        .toList();
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

  @Test
  void keysActOnTheSelectedService() {
    String name = selected();

    assertThat(type("s")).isEqualTo(asked(Verb.START, name, false));
    assertThat(type("x")).isEqualTo(asked(Verb.STOP, name, false));
    assertThat(type("r")).isEqualTo(asked(Verb.RESTART, name, false));
    assertThat(type("c")).isEqualTo(asked(Verb.RECONNECT, name, false));
    assertThat(model.message()).isEqualTo("reconnecting " + name + "…");
  }

  private static UiOutcome asked(Verb verb, String name, boolean confirmed) {
    return new UiOutcome.Ask(new UiRequest.Act(verb, name, confirmed));
  }

  @Test
  void aServiceThatAsksIsStartedAfterAYesAlone() {
    UiRequest.Act start = new UiRequest.Act(Verb.START, "orders-db", false);

    model.happened(new UiEvent.ConfirmationNeeded(start));
    assertThat(model.message()).startsWith("start orders-db?");
    assertThat(type("n")).isEqualTo(new UiOutcome.Nothing());
    assertThat(model.message()).isEqualTo("orders-db was not started");
    model.happened(new UiEvent.ConfirmationNeeded(start));
    assertThat(type("y")).isEqualTo(asked(Verb.START, "orders-db", true));
  }

  @Test
  void detailsFollowTheSelection() {
    String first = selected();

    assertThat(press(Special.ENTER)).isEqualTo(new UiOutcome.Ask(new UiRequest.Details(first)));
    model.happened(new UiEvent.Details(first, List.of("why")));
    assertThat(model.pane().window(5)).containsExactly("why");
    UiOutcome next = press(Special.DOWN);
    assertThat(next).isEqualTo(new UiOutcome.Ask(new UiRequest.Details(selected())));
    model.happened(new UiEvent.Details(first, List.of("late: of another service")));
    assertThat(model.pane().window(5)).containsExactly("loading…");
    press(Special.ESCAPE);
    assertThat(model.open()).isEqualTo(Open.NOTHING);
  }

  @Test
  void detailsAreReadAgainWhenTheServiceChangesAndNotOtherwise() {
    press(Special.ENTER);

    assertThat(model.happened(new UiEvent.Status(Samples.status())))
        .isEqualTo(new UiOutcome.Nothing());
    model.list().filter("web");
    assertThat(model.happened(new UiEvent.Status(Samples.status())))
        .isEqualTo(new UiOutcome.Ask(new UiRequest.Details("web")));
  }

  @Test
  void aLogIsFollowedAtItsEndAndNotWhereTheUserReads() {
    String name = selected();
    type("l");
    model.happened(new UiEvent.Log(name, List.of("1", "2", "3")));
    assertThat(model.pane().window(2)).containsExactly("2", "3");

    model.happened(new UiEvent.Log(name, List.of("1", "2", "3", "4")));
    assertThat(model.pane().window(2)).containsExactly("3", "4");
    press(Special.UP);
    model.happened(new UiEvent.Log(name, List.of("1", "2", "3", "4", "5")));
    assertThat(model.pane().window(2)).containsExactly("2", "3");
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
  void itEndsWithTheCodeOfTheKey() {
    assertThat(type("q")).isEqualTo(new UiOutcome.Quit(0));
    assertThat(press(Special.INTERRUPT)).isEqualTo(new UiOutcome.Quit(130));
    assertThat(press(Special.CLOSED)).isEqualTo(new UiOutcome.Quit(0));
  }

  @Test
  void onlyTheServicesItIsAboutAreListed() {
    UiModel some = new UiModel(service -> service.tags().contains("data"));

    some.happened(new UiEvent.Status(Samples.status()));

    assertThat(some.list().services()).extracting(ServiceStatus::name).containsExactly("orders-db");
  }
}
