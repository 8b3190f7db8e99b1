package dev.localport.cli.ui;

import dev.localport.api.ExitCode;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.ui.Key.Special;
import dev.localport.cli.ui.UiRequest.Verb;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the screen shows and what keys do: without a terminal and without a daemon. Used by one
 * thread.
 *
 * <p>Over 300 lines, since it is one table of keys and what each does in every state.
 */
final class UiModel {
  /** What is open beside the list. */
  enum Open {
    NOTHING,
    DETAILS,
    LOG,
    HELP
  }

  private static final UiOutcome NOTHING = new UiOutcome.Nothing();
  private static final TextPane.Content LOADING = _ -> List.of("loading…");

  private final ServiceList list;
  private Theme theme;
  private Open open = Open.NOTHING;
  private TextPane pane = new TextPane(false, LOADING);
  private boolean typing;
  private String message = "";
  private boolean isError;
  private String daemonLost = "";
  private @Nullable Question question;
  private String shown = ""; // how the service was whose details are open

  /**
   * Makes a screen that knows nothing yet.
   *
   * @param wanted which services it is about
   */
  UiModel(Predicate<ServiceStatus> wanted, Theme theme) {
    this.list = new ServiceList(wanted);
    this.theme = theme;
  }

  ServiceList list() {
    return list;
  }

  Theme theme() {
    return theme;
  }

  Open open() {
    return open;
  }

  TextPane pane() {
    return pane;
  }

  boolean isTyping() {
    return typing;
  }

  /** Tells whether what is said at the bottom must not be missed. */
  boolean isUrgent() {
    return question != null || isError;
  }

  /** Returns what is said at the bottom; empty: the keys are. */
  String message() {
    Question asked = question;
    return asked == null ? message : asked.text();
  }

  /** Returns why the daemon does not answer; empty: it does. */
  String daemonLost() {
    return daemonLost;
  }

  /**
   * Tells whether the countdown of an offline cluster has ended: its daemon knows what came of it.
   */
  boolean isOverdue(Instant now) {
    return daemonLost.isEmpty()
        && list.clusters().stream()
            .filter(cluster -> cluster.state().isDown())
            .anyMatch(cluster -> cluster.nextCheck() == null || !cluster.nextCheck().isAfter(now));
  }

  /** Takes an event, and returns what is to be done. */
  UiOutcome happened(UiEvent event) {
    return switch (event) {
      case UiEvent.Pressed(Key key) -> pressed(key);
      case UiEvent.Changed _ -> NOTHING;
      case UiEvent.Status(var reply) -> {
        daemonLost = "";
        list.take(reply);
        yield refreshed();
      }
      case UiEvent.Details(String service, TextPane.Content text) ->
          taken(Open.DETAILS, service, text);
      case UiEvent.Log(String service, TextPane.Content text) -> taken(Open.LOG, service, text);
      case UiEvent.Done(String said) -> said(said, false);
      case UiEvent.Failed(String said) -> said(said, true);
      case UiEvent.ConfirmationNeeded(UiRequest.Act request) -> {
        question = Question.of(request);
        yield NOTHING;
      }
      case UiEvent.DaemonLost(String said) -> {
        daemonLost = said;
        yield NOTHING;
      }
    };
  }

  private UiOutcome said(String words, boolean error) {
    message = words;
    isError = error;
    return NOTHING;
  }

  private UiOutcome taken(Open what, String service, TextPane.Content text) {
    if (open == what && service.equals(selectedName())) {
      pane.take(text);
    }
    return NOTHING;
  }

  private @Nullable String selectedName() {
    ServiceStatus service = list.selected();
    return service == null ? null : service.name();
  }

  /** A log grows; details are read again where the service is not as it was. */
  private UiOutcome refreshed() {
    return open == Open.LOG || !shown.equals(look()) ? reload() : NOTHING;
  }

  private String look() {
    ServiceStatus service = list.selected();
    return service == null
        ? ""
        : String.join(
            " ",
            service.name(),
            service.state(),
            Objects.toString(service.reason()),
            service.health(),
            service.pods().toString(),
            service.traffic().toString(),
            Objects.toString(service.lastError()));
  }

  private UiOutcome reload() {
    ServiceStatus service = list.selected();
    shown = look();
    if (service == null) {
      return NOTHING;
    }
    return switch (open) {
      case DETAILS -> new UiOutcome.Ask(new UiRequest.Details(service));
      case LOG -> new UiOutcome.Ask(new UiRequest.Log(service.name()));
      case NOTHING, HELP -> NOTHING;
    };
  }

  private UiOutcome pressed(Key key) {
    if (key == Special.INTERRUPT) {
      return new UiOutcome.Quit(ExitCode.INTERRUPTED);
    } else if (key == Special.CLOSED) {
      return new UiOutcome.Quit(ExitCode.OK);
    } else if (key == Special.SUSPEND) {
      return new UiOutcome.Suspend();
    } else if (question != null) {
      return answered(question, key);
    } else if (typing) {
      return typed(key);
    }
    message = "";
    isError = false;
    return switch (key) {
      case Special special -> special(special);
      case Key.Typed(int code) -> open == Open.HELP && code != ' ' ? close() : character(code);
    };
  }

  private UiOutcome answered(Question asked, Key key) {
    question = null;
    boolean isAgreed = key instanceof Key.Typed typedKey && (typedKey.is('y') || typedKey.is('Y'));
    return isAgreed ? act(asked.act()) : said(asked.refused(), false);
  }

  private UiOutcome typed(Key key) {
    String filter = list.filter();
    switch (key) {
      case Key.Typed(int code) -> list.filter(filter + Character.toString(code));
      case Special.BACKSPACE ->
          list.filter(
              filter.isEmpty()
                  ? ""
                  : filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)));
      case Special.ENTER -> typing = false;
      case Special.ESCAPE -> {
        typing = false;
        list.filter("");
      }
      case Special special -> {
        return special(special);
      }
    }
    return moved();
  }

  private UiOutcome special(Special key) {
    return switch (key) {
      case UP -> step(-1);
      case DOWN -> step(1);
      case HOME -> step(-Integer.MAX_VALUE);
      case END -> step(Integer.MAX_VALUE);
      case PAGE_UP -> page(-1);
      case PAGE_DOWN -> page(1);
      case ENTER -> open == Open.NOTHING ? open(Open.DETAILS) : close();
      case ESCAPE, BACKSPACE -> close();
      case INTERRUPT, SUSPEND, CLOSED, OTHER -> NOTHING;
    };
  }

  /** A log and the help take the whole screen, so there is nothing to select beside them. */
  private UiOutcome step(int by) {
    if (open == Open.LOG || open == Open.HELP) {
      pane.scroll(by);
      return NOTHING;
    }
    list.move(by);
    return moved();
  }

  private UiOutcome page(int by) {
    if (open == Open.NOTHING) {
      list.move(by * 10);
      return moved();
    }
    pane.page(by);
    return NOTHING;
  }

  private UiOutcome moved() {
    if (open == Open.DETAILS && !shown.equals(look())) {
      pane = new TextPane(false, LOADING);
      return reload();
    }
    return NOTHING;
  }

  private UiOutcome open(Open what) {
    if (what == Open.HELP) {
      open = what;
      pane = new TextPane(false, Help::lines);
      return NOTHING;
    } else if (list.selected() == null) {
      return NOTHING;
    }
    open = what;
    pane = new TextPane(what == Open.LOG, LOADING);
    return reload();
  }

  /** Closes what is open; where nothing is, the filter ends. */
  private UiOutcome close() {
    if (open == Open.NOTHING) {
      list.filter("");
    }
    open = Open.NOTHING;
    return NOTHING;
  }

  private UiOutcome character(int code) {
    return switch (code) {
      case 'q', 'Q' -> new UiOutcome.Quit(ExitCode.OK);
      case 'k' -> step(-1);
      case 'j' -> step(1);
      case 'g' -> special(Special.HOME);
      case 'G' -> special(Special.END);
      case ' ' -> page(1);
      case '/' -> {
        typing = true;
        yield NOTHING;
      }
      case '?', 'h' -> open(Open.HELP);
      case 'o' -> {
        list.sort(list.sort().next());
        yield said("sorted by " + list.sort().words(), false);
      }
      case 't' -> {
        theme = theme.next();
        yield NOTHING;
      }
      case 'l' -> open(Open.LOG);
      case 'y' -> copy();
      case 's' -> ask(Verb.START);
      case 'x' -> ask(Verb.STOP);
      case 'r' -> ask(Verb.RESTART);
      case 'c' -> ask(Verb.RECONNECT);
      default -> NOTHING;
    };
  }

  private UiOutcome ask(Verb verb) {
    ServiceStatus service = list.selected();
    if (service == null) {
      return NOTHING;
    } else if (!daemonLost.isEmpty()) { // what is asked now must not be done much later
      return said(
          "cannot %s %s: the daemon is not running".formatted(verb.word(), service.name()), true);
    } else if (Question.isNeeded(verb, service)) {
      question = Question.of(verb, service);
      return NOTHING;
    }
    return act(new UiRequest.Act(verb, service.name(), false));
  }

  private UiOutcome act(UiRequest.Act request) {
    var _ = said("%s %s…".formatted(request.verb().progress(), request.service()), false);
    return new UiOutcome.Ask(request);
  }

  private UiOutcome copy() {
    ServiceStatus service = list.selected();
    String address = service == null ? null : address(service);
    if (address == null) {
      return said("nothing to copy: the service has no local address now", true);
    }
    var _ = said("sent to the clipboard, if your terminal allows it (OSC 52): " + address, false);
    return new UiOutcome.Copy(address);
  }

  private static @Nullable String address(ServiceStatus service) {
    return service.ports().stream()
        .map(PortStatus::local)
        .filter(local -> !local.isEmpty())
        .map(local -> local.getFirst().toString())
        .findFirst()
        .orElse(null);
  }
}
