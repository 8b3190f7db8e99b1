package dev.localport.cli.command;

import dev.localport.cli.render.Console;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.Output.Verbosity;
import dev.localport.cli.render.OutputFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The options of every command: they may stand before or after its name. */
public final class GlobalOptions {
  private final OptionSpec config =
      option("-c", "--config")
          .paramLabel("FILE")
          .type(String.class)
          .description("Use this configuration file; see: localport help config.")
          .build();
  private final OptionSpec output =
      option("-o", "--output")
          .paramLabel("FORMAT")
          .type(OutputFormat.class)
          .converters(new FormatConverter())
          .description(
              "Output format: table, wide, json, text, or name for status (default: table).")
          .build();
  private final OptionSpec verbose =
      option("-v", "--verbose")
          .type(boolean[].class)
          .arity("0")
          .description("Verbose output (-vv for debug).")
          .build();
  private final OptionSpec debug = flag("Print stack traces of errors.", "--debug");
  private final OptionSpec quiet = flag("Print results and errors only.", "-q", "--quiet");
  private final OptionSpec noColor =
      flag("Print no color; so do NO_COLOR and LOCALPORT_NO_COLOR.", "--no-color");
  private final OptionSpec help =
      option("-h", "--help")
          .type(boolean.class)
          .arity("0")
          .usageHelp(true)
          .description("Show help on the command.")
          .build();
  private final OptionSpec version =
      option("-V", "--version")
          .type(boolean.class)
          .arity("0")
          .versionHelp(true)
          .description("Show the version.")
          .build();

  private static OptionSpec.Builder option(String name, String... more) {
    return OptionSpec.builder(name, more).scopeType(ScopeType.INHERIT);
  }

  private static OptionSpec flag(String description, String name, String... more) {
    return option(name, more).type(boolean.class).arity("0").description(description).build();
  }

  /** Adds the options to the root of the command tree, and so to all commands. */
  public void addTo(CommandSpec root) {
    root.addOption(config)
        .addOption(output)
        .addOption(verbose)
        .addOption(debug)
        .addOption(quiet)
        .addOption(noColor)
        .addOption(help)
        .addOption(version);
  }

  /** Returns the configuration file that was named, or null. */
  @Nullable String config() {
    return config.getValue();
  }

  /**
   * Returns what prints as the options say, as far as they were read.
   *
   * @throws ParameterException if names are wanted: a script would take a table for them
   */
  public Output output(Console console) {
    if (output.getValue() == OutputFormat.NAME) {
      throw new ParameterException(
          output.command().commandLine(),
          "-o name works with localport status only; use table, wide, json or text");
    }
    return outputWithNames(console);
  }

  /** As the other method, for a command that can print names, and for errors. */
  public Output outputWithNames(Console console) {
    OutputFormat format = output.getValue();
    return new Output(
        console, format == null ? OutputFormat.TABLE : format, verbosity(), !Specs.isSet(noColor));
  }

  /** Returns what prints text on standard error alone: standard output is another program's. */
  Output besideAnother(Console console) {
    Console errors = console.withResultsAmongErrors(verbosity() == Verbosity.QUIET);
    return new Output(errors, OutputFormat.TABLE, verbosity(), !Specs.isSet(noColor));
  }

  private Verbosity verbosity() {
    boolean[] times = verbose.getValue();
    int count = times == null ? 0 : times.length;
    if (Specs.isSet(debug) || count > 1) {
      return Verbosity.DEBUG;
    } else if (count == 1) {
      return Verbosity.VERBOSE;
    }
    return Specs.isSet(quiet) ? Verbosity.QUIET : Verbosity.NORMAL;
  }

  private static final class FormatConverter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String value) {
      OutputFormat format = OutputFormat.find(value);
      if (format == null) {
        throw new TypeConversionException(
            "invalid value \"%s\"; use table, wide, json, text or name".formatted(value));
      }
      return format;
    }
  }
}
