package dev.localport.cli.command;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.manager.Installed;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.manager.ManagerView;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the login service is, as {@code daemon status} shows it.
 *
 * @param lines for people; the first one is the state, others are trouble, with what to do
 * @param json for programs
 */
record ServiceState(List<String> lines, JsonObject json) {
  /** What it means that the user's manager ends with the last session. */
  static final String NO_LINGER = "lingering is off: the forwards end when you log out";

  private static final String AGAIN = "; to fix that: localport daemon install";

  static ServiceState of(CliEnvironment surroundings) {
    LoginService service = surroundings.loginService();
    try {
      Optional<Installed> installed = service.findInstalled();
      return installed.isEmpty() ? none() : of(surroundings, service, installed.get());
    } catch (ManagerProblem e) {
      return unclear(service, e);
    }
  }

  private static ServiceState none() {
    return new ServiceState(
        List.of("login service: not installed (to start at every login: localport daemon install)"),
        JsonObject.builder().put("installed", false).build());
  }

  private static ServiceState unclear(LoginService service, ManagerProblem problem) {
    return new ServiceState(
        List.of("login service: " + problem.text()),
        head(service).put("problem", problem.text()).build());
  }

  private static JsonObject.Builder head(LoginService service) {
    return JsonObject.builder()
        .put("installed", true)
        .put("manager", service.manager().name())
        .put("unit", service.manager().unitFile().toString());
  }

  private static ServiceState of(
      CliEnvironment surroundings, LoginService service, Installed installed)
      throws ManagerProblem {
    boolean reachable = service.isReachable();
    ManagerView view = reachable ? service.manager().view() : ManagerView.UNKNOWN;
    boolean linger = service.isLingering();
    List<String> troubles = troubles(surroundings, service, installed, view, reachable);
    List<String> lines = new ArrayList<>();
    lines.add(line(service, view, reachable, linger));
    lines.addAll(troubles);
    return new ServiceState(
        lines,
        head(service)
            .put("state_folder", installed.stateFolder().toString())
            .put("reachable", reachable)
            .put("enabled", view.enabled())
            .put("active", view.active())
            .put("pid", view.pid())
            .put("linger", linger)
            .put("program", installed.program().java().toString())
            .put("classes", installed.program().classes())
            .put("program_found", installed.program().missing().isEmpty())
            .put("problem", troubles.isEmpty() ? null : troubles.getFirst())
            .build());
  }

  private static String line(
      LoginService service, ManagerView view, boolean reachable, boolean linger) {
    return "login service: "
        + service.manager().name()
        + ", "
        + (reachable ? (view.enabled() ? "enabled, " : "not enabled, ") + word(view) : "installed")
        + (linger ? "" : "; " + NO_LINGER);
  }

  private static String word(ManagerView view) {
    if (view.active()) {
      return view.pid() == 0 ? "restarting" : "running";
    }
    return view.failed() ? "failed" : "stopped";
  }

  private static List<String> troubles(
      CliEnvironment surroundings,
      LoginService service,
      Installed installed,
      ManagerView view,
      boolean reachable)
      throws ManagerProblem {
    List<String> troubles = new ArrayList<>();
    String missing = installed.program().missing();
    if (!missing.isEmpty()) {
      troubles.add("the program of the service no longer exists: " + missing + AGAIN);
    } else if (isOther(surroundings, installed)) {
      troubles.add(
          "the service runs another program than this one: "
              + installed.program().classes()
              + "; to move it here: localport daemon install");
    }
    if (!service.isOurs()) {
      troubles.add("the service is for another state folder: " + installed.stateFolder());
    }
    if (!reachable) {
      troubles.add("the service manager does not answer from this shell");
    } else if (view.failed()) {
      troubles.add(
          "the service crashed too often and was given up; see: "
              + service.manager().hints().getLast()
              + "; then: localport daemon start");
    } else if (!view.enabled()) {
      troubles.add("the service does not start at login" + AGAIN);
    }
    return troubles;
  }

  private static boolean isOther(CliEnvironment surroundings, Installed installed) {
    String classes = surroundings.programs().daemonClassPath();
    return classes != null
        && !(surroundings.programs().java().equals(installed.program().java())
            && classes.equals(installed.program().classes()));
  }
}
