package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the login service starts the right program.
 *
 * @param lines what {@code daemon status} says of it: the state, then each trouble with its remedy
 * @param installed whether there is one
 */
public record LoginServiceCheck(List<String> lines, boolean installed) implements Check {
  private static final String ID = "service";
  private static final String SUBJECT = "login service";
  private static final String INSTALL = "localport daemon install";

  /** Copies the list, so that a check never changes. */
  public LoginServiceCheck {
    lines = List.copyOf(lines);
  }

  @Override
  public List<DoctorCheck> run() {
    List<DoctorCheck> found = new ArrayList<>();
    if (!installed) {
      found.add(
          DoctorCheck.ok(ID, Groups.DAEMON, SUBJECT, "login service: not installed (optional)"));
      return found;
    }
    String state = lines.getFirst();
    int linger = state.indexOf("; lingering is off");
    if (linger >= 0) {
      found.add(
          DoctorCheck.warning(
              ID,
              Groups.DAEMON,
              SUBJECT,
              state,
              "to keep forwards after logout: localport daemon install --linger"));
    } else if (lines.size() == 1) {
      found.add(DoctorCheck.ok(ID, Groups.DAEMON, SUBJECT, state));
    }
    for (String trouble : lines.subList(1, lines.size())) {
      found.add(
          DoctorCheck.broken(
              ID, Groups.DAEMON, SUBJECT, Advice.what(trouble), Advice.remedy(trouble, INSTALL)));
    }
    return found;
  }
}
