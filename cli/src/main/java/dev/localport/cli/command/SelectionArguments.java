package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.cli.render.Output;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code [NAME…] [-a|--all] [-t|--tag T]…}: which services a command means. */
final class SelectionArguments {
  private final PositionalParamSpec names =
      Specs.words("NAME", "0..*", "0..*", "Services by name.");
  private final OptionSpec all = Specs.flag("All services.", "-a", "--all");
  private final OptionSpec tags =
      Specs.texts("TAG", "Services with this tag. Can be repeated.", "-t", "--tag");

  CommandSpec addTo(CommandSpec spec) {
    return spec.addPositional(names).addOption(all).addOption(tags);
  }

  Selection selection() throws UsageException {
    if (Specs.isSet(all) && !Specs.list(tags).isEmpty()) {
      throw new UsageException("--all and --tag exclude each other; use one of them");
    }
    return new Selection(Specs.names(names), Specs.names(tags), Specs.isSet(all), null);
  }

  /** Tells whether nothing at all is named. */
  static boolean isEmpty(Selection selection) {
    return selection.names().isEmpty() && selection.tags().isEmpty() && !selection.all();
  }

  /**
   * Prints unknown names and what else the daemon had to say.
   *
   * @param exitCode how the command ends where all is saved
   * @param printed what the user has read already
   * @return how it ends
   */
  static int printRemarks(Output output, ServicesReply reply, int exitCode, FileWarnings printed) {
    for (String note : printed.others(reply.notes())) {
      output.note(note);
    }
    for (String name : reply.unknown()) {
      output.error(UnknownNames.service(name, reply.meant().get(name)));
    }
    for (String tag : reply.unknownTags()) {
      output.error(UnknownNames.tag(tag, reply.meant().get(tag)));
    }
    boolean said =
        !reply.unknown().isEmpty() || !reply.unknownTags().isEmpty() || !reply.notes().isEmpty();
    if (reply.services().isEmpty() && !said) {
      output.note("no service matches; see: localport status");
    }
    if (reply.notSaved() == null) {
      return exitCode;
    }
    output.error(notSaved(reply.notSaved()));
    return exitCode == ExitCode.OK ? ExitCode.GENERAL : exitCode;
  }

  /** Returns what is said of a change that is not on disk. */
  static String notSaved(String why) {
    return "not saved: %s; LocalPort keeps trying, but the change is lost if the daemon ends first"
        .formatted(why);
  }

  /** Returns the services that a wait for them did not bring up. */
  static List<ServiceStatus> notUp(ServicesReply reply) {
    return reply.services().stream().filter(service -> !service.isUp()).toList();
  }
}
