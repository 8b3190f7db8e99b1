package dev.localport.cli.manager;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code launchctl print gui/UID/LABEL} prints. Apple calls that no API, so only two
 * lines are read, and what they do not say counts as not running. Pure.
 */
final class LaunchctlPrint {
  /* One tab deep: deeper blocks have a state of their own. */
  private static final Pattern STATE = Pattern.compile("(?m)^\\tstate = (.+)$");
  private static final Pattern PID = Pattern.compile("(?m)^\\tpid = (\\d{1,18})$");

  private LaunchctlPrint() {}

  static ManagerView view(String printed) {
    Matcher state = STATE.matcher(printed);
    Matcher pid = PID.matcher(printed);
    String word = state.find() ? state.group(1).strip() : "unknown";
    return new ManagerView(
        true,
        true,
        word.equals("running") || word.equals("spawn scheduled"),
        false,
        pid.find() ? Long.parseLong(pid.group(1)) : 0,
        word);
  }
}
