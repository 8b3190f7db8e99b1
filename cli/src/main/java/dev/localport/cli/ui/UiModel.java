package dev.localport.cli.ui;

import dev.localport.api.ExitCode;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.ui.Key.Special;
import dev.localport.cli.ui.UiRequest.Verb;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the screen shows and what keys do: without a terminal and without a daemon. Used by one
 * thread.
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
  private static final List<String> LOADING = List.of("loading…");

  private final ServiceList list;
  private Theme theme = Theme.DARK;
  private Open open = Open.NOTHING;
  private TextPane pane = new TextPane(false, List.of());
  private boolean typing;
  private String message = "";
  private boolean isError;
  private String daemonLost = "";
  private UiRequest.@Nullable Act question;
  private String shown = ""; // how the service was whose details are open

  /**
   * Makes a screen that knows nothing yet.
   *
   * @param wanted which services it is about
   */
  UiModel(Predicate<ServiceStatus> wanted) {
    this.list = new ServiceList(wanted);
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

  boolean isError() {
    return isError;
  }

  /** Returns what is said at the bottom; empty: the keys are. */
  String message() {
    UiRequest.Act asked = question;
    return asked == null
        ? message
        : "%s %s? It is marked \"confirm\". (y/n)".formatted(asked.verb().word(), asked.service());
  }

  /** Returns why the daemon does not answer; empty: it does. */
  String daemonLost() {
    return daemonLost;
  }

  /** Takes an event, and returns what is to be done. */
  UiOutcome happened(UiEvent event) {
    return switch (event) {
      case UiEvent.Pressed(Key key) -> pressed(key);
      case UiEvent.Resized _ -> NOTHING;
      case UiEvent.Status(var reply) -> {
        daemonLost = "";
        list.take(reply);
        yield refreshed();
      }
      case UiEvent.Details(String service, List<String> lines) ->
          taken(Open.DETAILS, service, lines);
      case UiEvent.Log(String service, List<String> lines) -> taken(Open.LOG, service, lines);
      case UiEvent.Done(String said) -> said(said, false);
      case UiEvent.Failed(String said) -> said(said, true);
      case UiEvent.ConfirmationNeeded(UiRequest.Act request) -> {
        question = request;
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

  private UiOutcome taken(Open what, String service, List<String> lines) {
    if (open == what && service.equals(selectedName())) {
      pane.take(lines);
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
            Objects.toString(service.lastError()));
  }

  private UiOutcome reload() {
    String name = selectedName();
    shown = look();
    if (name == null) {
      return NOTHING;
    }
    return switch (open) {
      case DETAILS -> new UiOutcome.Ask(new UiRequest.Details(name));
      case LOG -> new UiOutcome.Ask(new UiRequest.Log(name));
      case NOTHING, HELP -> NOTHING;
    };
  }

  private UiOutcome pressed(Key key) {
    if (key == Special.INTERRUPT) {
      return new UiOutcome.Quit(ExitCode.INTERRUPTED);
    } else if (key == Special.CLOSED) {
      return new UiOutcome.Quit(ExitCode.OK);
    } else if (question != null) {
      return answered(question, key);
    } else if (typing) {
      return typed(key);
    } else if (open == Open.HELP) {
      open = Open.NOTHING;
      return NOTHING;
    }
    message = "";
    return switch (key) {
      case Special special -> special(special);
      case Key.Typed(int code) -> character(code);
    };
  }

  private UiOutcome answered(UiRequest.Act asked, Key key) {
    question = null;
    boolean isAgreed = key instanceof Key.Typed typedKey && (typedKey.is('y') || typedKey.is('Y'));
    return isAgreed
        ? act(new UiRequest.Act(asked.verb(), asked.service(), true))
        : said("%s was not started".formatted(asked.service()), false);
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
    switch (key) {
      case UP -> {
        return step(-1);
      }
      case DOWN -> {
        return step(1);
      }
      case HOME -> list.move(-Integer.MAX_VALUE);
      case END -> list.move(Integer.MAX_VALUE);
      case PAGE_UP, PAGE_DOWN -> {
        return page(key == Special.PAGE_UP ? -1 : 1);
      }
      case ENTER -> {
        return open == Open.NOTHING ? open(Open.DETAILS) : close();
      }
      case ESCAPE, BACKSPACE -> {
        return close();
      }
      case INTERRUPT, CLOSED, OTHER -> {
        return NOTHING;
      }
    }
    return moved();
  }

  /** A log takes the whole screen, so there is nothing to select beside it. */
  private UiOutcome step(int by) {
    if (open == Open.LOG) {
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
    if (list.selected() == null) {
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
      case '?', 'h' -> {
        open = Open.HELP;
        yield NOTHING;
      }
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
      case 's' -> act(Verb.START);
      case 'x' -> act(Verb.STOP);
      case 'r' -> act(Verb.RESTART);
      case 'c' -> act(Verb.RECONNECT);
      default -> NOTHING;
    };
  }

  private UiOutcome act(Verb verb) {
    String name = selectedName();
    return name == null ? NOTHING : act(new UiRequest.Act(verb, name, false));
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
