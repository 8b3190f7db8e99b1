package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import dev.localport.api.Version;
import java.time.Duration;
import java.util.List;

/** Whether the daemon runs, is of this version, and answers in time. */
public record DaemonCheck(DaemonFacts facts) implements Check {
  private static final String ID = "daemon.running";
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final String RESTART = "localport daemon restart";

  @Override
  public List<DoctorCheck> run() {
    return List.of(
        switch (facts.state()) {
          case NONE ->
              DoctorCheck.warning(
                  ID, Groups.DAEMON, "daemon", "not running", "start it: localport daemon start");
          case CRASHED ->
              DoctorCheck.warning(
                  ID,
                  Groups.DAEMON,
                  "daemon",
                  "not running: the last one crashed",
                  "start it with what ran before: localport daemon start; why it crashed: localport logs");
          case UNKNOWN ->
              broken(
                  "LocalPort cannot find out whether the daemon is running",
                  "fix the state folder first; see below");
          case UNREACHABLE, OTHER_PROTOCOL ->
              broken(Advice.what(facts.words()), Advice.remedy(facts.words(), RESTART));
          case RUNNING -> running();
        });
  }

  private DoctorCheck running() {
    String name = "running (pid %d, version %s)".formatted(facts.pid(), facts.version());
    if (!facts.isOurVersion()) {
      return DoctorCheck.warning(
          ID,
          Groups.DAEMON,
          "daemon",
          "%s; this command is version %s".formatted(name, Version.current()),
          "replace it with this version: " + RESTART);
    } else if (facts.answered().compareTo(SLOW) > 0) {
      return DoctorCheck.warning(
          ID,
          Groups.DAEMON,
          "daemon",
          "%s, slow: it answered after %d ms".formatted(name, facts.answered().toMillis()),
          "see what else loads this machine; if it stays slow: " + RESTART);
    }
    return DoctorCheck.ok(
        ID,
        Groups.DAEMON,
        "daemon",
        "%s, answers in %d ms".formatted(name, Math.max(1, facts.answered().toMillis())));
  }

  private static DoctorCheck broken(String message, String remedy) {
    return DoctorCheck.broken(ID, Groups.DAEMON, "daemon", message, remedy);
  }
}
