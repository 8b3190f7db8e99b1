package dev.localport.cli.ui;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.ui.UiRequest.Act;
import dev.localport.cli.ui.UiRequest.Verb;

/**
 * What the user is asked before something is done.
 *
 * @param act what is done after a yes
 */
record Question(Act act, String text) {
  /** Tells whether the user is asked first: what ends connections, and what is production. */
  static boolean isNeeded(Verb verb, ServiceStatus service) {
    return switch (verb) {
      case START -> service.production();
      case STOP -> !service.state().equals("stopped");
      case RESTART -> true;
      case RECONNECT -> false;
    };
  }

  /** Returns {@code stop orders-db in dev? 2 open connections end (y/n)}. */
  static Question of(Verb verb, ServiceStatus service) {
    String where = service.context() == null ? "" : " in " + service.context();
    String mark = service.production() ? " (production)" : "";
    return new Question(
        new Act(verb, service.name(), true),
        "%s %s%s%s?%s (y/n)"
            .formatted(verb.word(), service.name(), where, mark, ended(verb, service)));
  }

  /** Returns the question of a daemon that asks before it starts a service. */
  static Question of(Act act) {
    return new Question(
        new Act(act.verb(), act.service(), true),
        "%s %s (production)? (y/n)".formatted(act.verb().word(), act.service()));
  }

  private static String ended(Verb verb, ServiceStatus service) {
    int open = service.traffic().active() + service.traffic().held();
    if (verb == Verb.START || open == 0) {
      return "";
    }
    return open == 1 ? " 1 connection ends" : " %d connections end".formatted(open);
  }

  /** Returns {@code orders-db was not stopped}. */
  String refused() {
    return "%s was not %s".formatted(act.service(), act.verb().past());
  }
}
