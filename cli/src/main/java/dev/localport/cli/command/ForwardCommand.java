package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.Selection;
import dev.localport.api.StartRequest;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Output;
import dev.localport.config.Readiness;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
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
          "0..1",
          "The target, as in kubectl: svc/web, deploy/web, or a pod's name.");
  private final PositionalParamSpec ports =
      Specs.words(
          "[LOCAL:]REMOTE",
          "1..*",
          "0..*",
          "Ports: 8080:80, http, or :80 for any free local port.");
  private final OptionSpec namespace =
      Specs.text("NAMESPACE", "Namespace (default: the context's namespace).", "-n", "--namespace");
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Kube context (default: the current context).", "--context");
  private final OptionSpec all =
      Specs.flag("All Services of the namespace instead of one target.", "-a", "--all");
  private final OptionSpec selector =
      Specs.text(
          "LABELS",
          "The Services of the namespace with these labels, such as app=web.",
          "-l",
          "--selector");
  private final OptionSpec eachPod =
      Specs.flag("A local port for each pod of a StatefulSet.", "--each-pod");
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
            "localport forward -n shop --all")
        .addPositional(target)
        .addPositional(ports)
        .addOption(namespace)
        .addOption(kubeContext)
        .addOption(all)
        .addOption(selector)
        .addOption(eachPod)
        .addOption(ready)
        .addOption(save)
        .addOption(detach);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    boolean isWhole = Specs.isSet(all) || Specs.name(selector) != null;
    String name = Specs.find(save);
    check(isWhole, name);
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    if (isWhole || Specs.isSet(eachPod)) {
      return several(userFile, isWhole ? whole() : pods());
    }
    AdHocService service = service(null);
    StartRequest request =
        name == null ? unsaved(userFile, service) : saved(userFile, name, output);
    return run(request, target(name), ForwardEnding.ofOne(request.bound()));
  }

  private int run(StartRequest request, String called, ForwardEnding ending)
      throws CommandException {
    if (request.bound()) {
      return new Foreground(context, request, called, ending).run();
    }
    return detached(request, called, ending);
  }

  /* What is missing or too much is said with a line that works. */
  private void check(boolean isWhole, @Nullable String name) throws UsageException {
    String named = Specs.find(target);
    if (isWhole && named != null) {
      String option = Specs.isSet(all) ? "--all" : "--selector";
      throw new UsageException(
          "%s takes the Services of the namespace; leave out %s, or leave out %s"
              .formatted(option, named, option));
    } else if (name != null && (isWhole || Specs.isSet(eachPod))) {
      throw new UsageException(
          "--save adds one service to the file; to write those of a namespace: localport init"
              + " -n NAMESPACE");
    } else if (!isWhole && named == null) {
      throw new UsageException(
          "name a target and its ports: localport forward svc/web 8080:80; or forward a namespace:"
              + " localport forward -n shop --all");
    } else if (!isWhole && Specs.list(ports).isEmpty()) {
      throw new UsageException(
          "name the ports of %s, such as 8080:80, http or :80".formatted(named));
    }
  }

  private ForwardPlan whole() throws CommandException, UsageException {
    String in = Specs.name(namespace);
    ClusterSearch.Wanted wanted =
        new ClusterSearch.Wanted(
            Specs.name(kubeContext), in == null ? List.of() : List.of(in), Specs.name(selector));
    return ForwardPlan.ofNamespace(
        context, wanted, readiness(Specs.find(ready)), Specs.isSet(eachPod));
  }

  private ForwardPlan pods() throws CommandException, UsageException {
    ForwardTarget set = ForwardTarget.of(String.valueOf(Specs.find(target)));
    if (!set.kind().equals("statefulset")) {
      throw new UsageException(
          "--each-pod needs a StatefulSet; use sts/NAME, or --all for those of the namespace");
    }
    return ForwardPlan.ofPods(context, set.name(), ports(), place());
  }

  private int several(UserFile userFile, ForwardPlan plan) throws CommandException {
    boolean isForeground = !Specs.isSet(detach);
    boolean isAll = Specs.isSet(all) && Specs.name(selector) == null;
    return run(
        unnamed(userFile).adHoc(plan.services(), isForeground),
        plan.called(),
        new ForwardEnding(isForeground, plan.tag(), isAll));
  }

  private int detached(StartRequest request, String called, ForwardEnding ending)
      throws CommandException {
    Output output = context.output();
    Instant begun = context.surroundings().clock().instant();
    ForwardAnswer answer = new ForwardAnswer(output, started(output, request, called), ending);
    int exitCode = answer.print(begun, true);
    if (answer.services().size() == 1 && !answer.isAnyUp()) {
      output.note(
          "LocalPort keeps trying in the background.      localport explain "
              + answer.services().getFirst().name());
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
    ForwardTarget to = ForwardTarget.of(String.valueOf(Specs.find(target)));
    return AdHocService.of(name, to, ports(), place());
  }

  private List<ForwardPort> ports() throws UsageException {
    List<ForwardPort> list = new ArrayList<>();
    for (String port : Specs.list(ports)) {
      list.add(ForwardPort.of(port));
    }
    return list;
  }

  private AdHocService.Place place() throws UsageException {
    return new AdHocService.Place(
        Specs.name(namespace), Specs.name(kubeContext), readiness(Specs.find(ready)));
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
    return unnamed(userFile).adHoc(service.text(), !Specs.isSet(detach));
  }

  private static StartRequest unnamed(UserFile userFile) throws CommandException {
    Selection none = new Selection(List.of(), List.of(), false, null);
    return StartRequest.of(none, userFile.caller()).waiting(WaitArguments.PATIENCE);
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
