package dev.localport.cli;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.command.CommandContext;
import dev.localport.cli.command.UsageException;
import dev.localport.cli.manager.ManagerProblem;
import dev.localport.cli.render.Output;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
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
    String suggestions = String.join("\n", suggestions(wrong));
    return usage(
        context.output(), (message(wrong) + "\n" + suggestions).strip(), wrong.getCommandLine());
  }

  /* "Unmatched argument at index 0: 'statsu'" is picocli's view of it. */
  private static String message(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
      return String.valueOf(wrong.getMessage());
    }
    return isGroup(wrong)
        ? "there is no command \"%s\" in this version"
            .formatted(unmatched.getUnmatched().getFirst())
        : "unknown argument: " + String.join(" ", unmatched.getUnmatched());
  }

  private static boolean isGroup(ParameterException wrong) {
    return !wrong.getCommandLine().getSubcommands().isEmpty();
  }

  private static List<String> suggestions(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return List.of();
    } else if (unmatched.isUnknownOption()) {
      StringWriter solutions = new StringWriter();
      UnmatchedArgumentException.printSuggestions(wrong, new PrintWriter(solutions, true));
      return solutions.toString().lines().toList();
    }
    // picocli's idea of "similar" is wide: to it, cluster is like restart
    String word = unmatched.getUnmatched().getFirst();
    List<String> alike =
        unmatched.getSuggestions().stream()
            .filter(name -> !word.isEmpty() && name.charAt(0) == word.charAt(0))
            .toList();
    return alike.isEmpty()
        ? List.of()
        : List.of("did you mean " + String.join(", or ", alike) + "?");
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine commandLine, ParseResult parsed) {
    Output output = context.output();
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
