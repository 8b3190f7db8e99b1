package dev.localport.cli;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.command.CommandContext;
import dev.localport.cli.command.UsageException;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.render.Output;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into a message and an exit code; stack traces are for {@code --debug}. */
final class CommandFailures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final CommandContext context;

  CommandFailures(CommandContext context) {
    this.context = context;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    return usage(context.outputWithNames(), message(wrong), wrong.getCommandLine());
  }

  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    } else if (wrong instanceof MissingParameterException missing) {
      return missing(missing);
    }
    ArgSpec argument = wrong.getArgSpec();
    String message = String.valueOf(wrong.getMessage());
    // picocli puts its own words before those of our converters: "Invalid value for option '-n': "
    int begin = message.indexOf("': ");
    return argument == null || wrong.getValue() == null || begin < 0
        ? message
        : name(argument) + ": " + message.substring(begin + "': ".length());
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String missing(MissingParameterException wrong) {
    ArgSpec first = wrong.getMissing().getFirst();
    return first instanceof OptionSpec option
        ? "%s needs a value: %s".formatted(option.longestName(), option.paramLabel())
        : "missing "
            + wrong.getCommandLine().getCommandSpec().positionalParameters().stream()
                .filter(each -> each.required() && each.originalStringValues().isEmpty())
                .map(ArgSpec::paramLabel)
                .collect(Collectors.joining(" and "));
  }

  private static String unmatched(UnmatchedArgumentException wrong) {
    String word = wrong.getUnmatched().getFirst();
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    if (wrong.isUnknownOption()) {
      return "unknown option " + word + SimilarWords.hint(word, SimilarWords.options(command));
    } else if (command.subcommands().isEmpty()) {
      return "unknown argument: " + String.join(" ", wrong.getUnmatched());
    }
    if (command.subcommands().containsKey(word)) {
      return "-- before the command %s; write: %s %s"
          .formatted(word, command.qualifiedName(), String.join(" ", wrong.getUnmatched()));
    }
    return "unknown command \"%s\"%s"
        .formatted(word, SimilarWords.hint(word, SimilarWords.commands(command)));
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine commandLine, ParseResult parsed) {
    Output output = context.outputWithNames();
    output.trace(thrown);
    if (thrown instanceof UsageException wrong) {
      return usage(output, String.valueOf(wrong.getMessage()), commandLine);
    } else if (thrown instanceof CommandException failure) {
      output.error(failure.text());
      return failure.exitCode();
    } else if (thrown instanceof ManagerProblem problem) {
      output.error(problem.text());
      return problem.exitCode();
    }
    output.error("internal error: " + thrown + "; run again with --debug");
    return ExitCode.GENERAL;
  }

  private static int usage(Output output, String message, CommandLine commandLine) {
    output.error(message);
    output.error("see: " + commandLine.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.CONFIGURATION;
  }
}
