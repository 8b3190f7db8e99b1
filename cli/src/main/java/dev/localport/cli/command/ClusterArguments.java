package dev.localport.cli.command;

import dev.localport.api.ClusterRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which clusters a command means, and what of them. */
final class ClusterArguments {
  /** How often {@code --watch} looks: what it shows changes seldom. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** How old events may be while {@code --watch} shows them. */
  static final int WATCHED_AGE_SECONDS = 5;

  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Only this kube context.", "--context");
  private final OptionSpec namespace =
      Specs.text("NAMESPACE", "Only what is in this namespace.", "-n", "--namespace");
  private final OptionSpec since =
      Specs.text("TIME", "Only what was seen within it: 30m, 1h, 2d.", "--since");
  private final OptionSpec limit = Specs.number("NUMBER", "At most so many.", "--limit");
  private final OptionSpec type =
      Specs.text("TYPE", "Only events of this type: Warning or Normal.", "--type");
  private final OptionSpec refresh =
      Specs.flag("Ask the clusters first, for 20 s at most.", "--refresh");
  private final OptionSpec watch = Specs.flag("Show it anew until q.", "-w", "--watch");

  /** Adds what every command has. */
  CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(kubeContext).addOption(refresh).addOption(watch);
  }

  /** Adds what is in namespaces. */
  CommandSpec addNamespaceTo(CommandSpec spec) {
    return spec.addOption(namespace);
  }

  /** Adds what concerns events alone. */
  CommandSpec addEventsTo(CommandSpec spec) {
    return spec.addOption(since).addOption(limit).addOption(type);
  }

  boolean watches() {
    return Specs.isSet(watch);
  }

  /** Returns what is asked for; {@code now} is what {@code --since} counts from. */
  ClusterRequest request(Instant now) throws UsageException {
    return new ClusterRequest(
        Specs.find(kubeContext),
        Specs.find(namespace),
        type(),
        Since.find(since, now),
        Specs.number(limit, 1, 0),
        Specs.isSet(refresh),
        0,
        null);
  }

  private @Nullable String type() throws UsageException {
    String word = Specs.find(type);
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "warning" -> "Warning";
      case "normal" -> "Normal";
      default ->
          throw new UsageException("--type: there is no type " + word + "; use Warning or Normal");
    };
  }
}
