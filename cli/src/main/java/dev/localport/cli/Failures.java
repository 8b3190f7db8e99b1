package dev.localport.cli;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.command.CommandContext;
import dev.localport.cli.command.UsageException;
import dev.localport.cli.render.Output;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into a message and an exit code; stack traces are for {@code --debug}. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final CommandContext context;

  Failures(CommandContext context) {
    this.context = context;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    Output output = context.output();
    StringWriter suggestions = new StringWriter();
    UnmatchedArgumentException.printSuggestions(wrong, new PrintWriter(suggestions, true));
    return usage(output, (message(wrong) + "\n" + suggestions).strip(), wrong.getCommandLine());
  }

  /* "Unmatched argument at index 0: 'statsu'" is picocli's view of it. */
  private static String message(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
        ? "unknown argument: " + String.join(" ", unmatched.getUnmatched())
        : String.valueOf(wrong.getMessage());
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
