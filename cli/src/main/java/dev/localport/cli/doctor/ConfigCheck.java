package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.util.ArrayList;
import java.util.List;

/** Whether the configuration file can be used. */
public record ConfigCheck(ConfigFacts facts) implements Check {
  private static final String ID = "configuration";

  @Override
  public List<DoctorCheck> run() {
    String label = facts.label();
    return switch (facts.state()) {
      case NONE ->
          List.of(
              DoctorCheck.ok(
                  ID,
                  Groups.CONFIGURATION,
                  "configuration",
                  "no configuration file (localport forward needs none)"));
      case UNREADABLE ->
          List.of(
              broken(
                  String.join("; ", facts.problems()),
                  "name one that exists with --config or LOCALPORT_CONFIG"));
      case INVALID ->
          List.of(
              broken(
                  "%s has %s: %s"
                      .formatted(
                          label, mistakes(facts.problems().size()), facts.problems().getFirst()),
                  "fix it; to see all mistakes: localport config validate " + label));
      case UNTRUSTED ->
          List.of(
              broken(
                  "%s is not trusted, and %s".formatted(label, needs(facts.problems())),
                  "review it, then: localport config trust " + label));
      case USABLE -> usable(label);
    };
  }

  private List<DoctorCheck> usable(String label) {
    List<DoctorCheck> found = new ArrayList<>();
    found.add(
        DoctorCheck.ok(
            ID,
            Groups.CONFIGURATION,
            label,
            "%s is valid, %d %s"
                .formatted(
                    label, facts.services(), facts.services() == 1 ? "service" : "services")));
    for (String problem : facts.problems()) {
      found.add(
          DoctorCheck.warning(
              ID,
              Groups.CONFIGURATION,
              label,
              Advice.what(problem),
              Advice.remedy(problem, "edit " + label)));
    }
    return found;
  }

  private static String mistakes(int number) {
    return number == 1 ? "a mistake" : number + " mistakes";
  }

  private static String needs(List<String> problems) {
    return problems.size() == 1
        ? "has an entry that needs it"
        : "has %d entries that need it".formatted(problems.size());
  }

  private DoctorCheck broken(String message, String remedy) {
    return DoctorCheck.broken(ID, Groups.CONFIGURATION, facts.label(), message, remedy);
  }
}
