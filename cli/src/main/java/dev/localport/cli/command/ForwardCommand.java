package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.config.Readiness;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport forward}: kubectl's words, no file; in the foreground, see {@link Foreground},
 * or in the background.
 */
public final class ForwardCommand implements Callable<Integer> {
  private final PositionalParamSpec target =
      Specs.word(
          "KIND/NAME",
          "0",
          "1",
          "The target, as in kubectl: svc/web, deploy/web, or a pod's name.");
  private final PositionalParamSpec ports =
      Specs.words(
          "[LOCAL:]REMOTE",
          "1..*",
          "1..*",
          "Ports: 8080:80, http, or :80 for any free local port.");
  private final OptionSpec namespace =
      Specs.text("NAMESPACE", "Namespace (default: the context's namespace).", "-n", "--namespace");
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Kube context (default: the current context).", "--context");
  private final OptionSpec ready =
      Specs.text(
          "READY", "any: use pods that are running but not Ready, too (default: only).", "--ready");
  private final OptionSpec save =
      Specs.text("NAME", "Add the service to the configuration file under this name.", "--save");
  private final OptionSpec detach = Specs.flag("Forward in the background.", "-d", "--detach");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ForwardCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "forward",
            "Forward ports without a configuration file, until Ctrl-C.",
            "localport forward -n shop svc/web 8080:80",
            "localport forward --context dev deploy/api 8081:http --save api",
            "localport forward -d pod/db-0 :5432")
        .addPositional(target)
        .addPositional(ports)
        .addOption(namespace)
        .addOption(kubeContext)
        .addOption(ready)
        .addOption(save)
        .addOption(detach);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    AdHocService service = service(null);
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    String name = Specs.find(save);
    StartRequest request =
        name == null ? unsaved(userFile, service) : saved(userFile, name, output);
    if (request.bound()) {
      return new Foreground(context, request, target(name)).run();
    }
    return detached(output, request, target(name));
  }

  private int detached(Output output, StartRequest request, String called) throws CommandException {
    JsonObject answer = started(output, request, called);
    int exitCode =
        ForwardAnswer.print(output, answer, one -> "To stop it: localport stop " + one.name());
    for (ServiceStatus one : SelectionArguments.notUp(ServicesReply.from(answer))) {
      output.note("LocalPort keeps trying in the background.      localport explain " + one.name());
    }
    return exitCode;
  }

  /* The line of a terminal is gone before anything else is printed. */
  private JsonObject started(Output output, StartRequest request, String called)
      throws CommandException {
    try (DaemonLine line = DaemonLine.begin(output, "connecting to " + called);
        DaemonClient daemon = context.startedDaemon(CommandContext.NO_NOTIFICATIONS, line)) {
      return Pages.start(daemon, request);
    }
  }

  private String target(@Nullable String saved) {
    return saved == null ? String.valueOf(Specs.find(target)) : saved;
  }

  private AdHocService service(@Nullable String name) throws UsageException {
    List<ForwardPort> list = new ArrayList<>();
    for (String port : Specs.list(ports)) {
      list.add(ForwardPort.of(port));
    }
    return AdHocService.of(
        name,
        ForwardTarget.of(String.valueOf(Specs.find(target))),
        list,
        Specs.name(namespace),
        Specs.name(kubeContext),
        readiness(Specs.find(ready)));
  }

  private static Readiness readiness(@Nullable String word) throws UsageException {
    for (Readiness readiness : Readiness.values()) {
      if (word == null || word.equals(readiness.word())) {
        return readiness; // the first one is the default
      }
    }
    throw new UsageException("\"%s\" is no value of --ready; use any or only".formatted(word));
  }

  private StartRequest unsaved(UserFile userFile, AdHocService service) throws CommandException {
    Selection none = new Selection(List.of(), List.of(), false, null);
    return StartRequest.of(none, userFile.caller())
        .adHoc(service.text(), !Specs.isSet(detach))
        .waiting(WaitArguments.PATIENCE);
  }

  /**
   * Saves the service, which is the file's from then on: one service, known by one name. A daemon
   * that has loaded the file would start it by itself a moment later, so it is there before that.
   */
  private StartRequest saved(UserFile userFile, String name, Output output)
      throws CommandException, UsageException {
    AdHocService service = service(name);
    SavedService file = SavedService.of(userFile, context.surroundings(), output);
    try (DaemonClient _ = context.startedDaemon()) {
      Caller caller = file.save(service.config());
      output.note("saved as " + name + " in " + context.surroundings().label(file.path()));
      Selection saved = new Selection(List.of(name), List.of(), false, null);
      StartRequest request =
          StartRequest.of(saved, caller)
              .loading(file.path().toString())
              .waiting(WaitArguments.PATIENCE);
      return Specs.isSet(detach) ? request : request.untilItEnds();
    }
  }
}
