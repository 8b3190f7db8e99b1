package dev.localport.cli.command;

import dev.localport.cli.manager.KeptVariables;
import dev.localport.cli.manager.LoginService;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code daemon install} prints: what was written, and what to do next. */
final class InstallationText {
  private final CommandContext context;
  private final LoginService service;

  InstallationText(CommandContext context, LoginService service) {
    this.context = context;
    this.service = service;
  }

  void print(Installation done) throws ManagerProblem {
    Output output = context.output();
    if (output.isJson()) {
      output.result(json(done));
    } else {
      output.result(lines(done));
      leftOut().forEach(output::note);
      next().forEach(output::note);
    }
  }

  private JsonObject json(Installation done) throws ManagerProblem {
    KeptVariables variables = service.variables();
    List<JsonObject> leftOut = new ArrayList<>();
    for (Map.Entry<String, String> left : variables.leftOut().entrySet()) {
      leftOut.add(
          JsonObject.builder().put("name", left.getKey()).put("reason", left.getValue()).build());
    }
    return JsonObject.builder()
        .put("manager", service.manager().name())
        .put("unit", service.manager().unitFile().toString())
        .put("written", done.written().stream().map(Path::toString).toList())
        .put("variables", List.copyOf(variables.kept().keySet()))
        .put("left_out", leftOut)
        .put("pid", done.pid())
        .put("took_over", done.tookOver())
        .put("linger", service.isLingering())
        .build();
  }

  private List<String> lines(Installation done) {
    List<String> lines = new ArrayList<>();
    for (Path file : done.written()) {
      lines.add("wrote " + context.surroundings().label(file));
    }
    lines.add(
        (done.written().isEmpty() ? "nothing to change: the" : "the")
            + " daemon (pid "
            + done.pid()
            + ") runs as a "
            + service.manager().name()
            + " service and starts at every login"
            + (done.tookOver() ? "; it took over from the daemon that ran before" : ""));
    return lines;
  }

  private List<String> leftOut() {
    KeptVariables variables = service.variables();
    List<String> lines = new ArrayList<>();
    lines.add("variables from this shell: " + String.join(", ", variables.kept().keySet()));
    variables
        .leftOut()
        .forEach((name, reason) -> lines.add("left out: " + name + " (" + reason + ")"));
    return lines;
  }

  private List<String> next() throws ManagerProblem {
    List<String> lines = new ArrayList<>();
    if (!service.isLingering()) {
      lines.add(ServiceState.NO_LINGER + "; to keep them: localport daemon install --linger");
    }
    lines.add("see it: " + service.manager().hints().getFirst());
    lines.add("its log: localport logs, or: " + service.manager().hints().getLast());
    lines.add("remove it: localport daemon uninstall");
    return lines;
  }
}
