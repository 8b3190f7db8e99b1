package dev.localport.cli.command;

import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterRequestBuilder;
import dev.localport.config.form.TextRule;
import java.time.Duration;
import java.time.Instant;
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
      Specs.text("NAMESPACE", "Only this namespace.", "-n", "--namespace");
  private final OptionSpec since;
  private final OptionSpec limit;
  private final OptionSpec type;
  private final OptionSpec refresh =
      Specs.flag("Query the clusters first, for at most 20 s.", "--refresh");
  private final OptionSpec watch = Specs.flag("Refresh until you press q.", "-w", "--watch");

  /**
   * Makes those of a command, which say of what it shows.
   *
   * @param sinceIs what {@code --since} does
   * @param limitIs what {@code --limit} does
   * @param typeIs what {@code --type} does
   */
  ClusterArguments(String sinceIs, String limitIs, String typeIs) {
    this.since = Specs.text("TIME", sinceIs + ": 30m, 1h, 2d.", "--since");
    this.limit = Specs.number("NUMBER", limitIs, "--limit");
    this.type = Specs.text("TYPE", typeIs + ": Warning or Normal.", "--type");
  }

  /** Adds all of them; each cluster command has the same. */
  CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(kubeContext)
        .addOption(namespace)
        .addOption(since)
        .addOption(limit)
        .addOption(type)
        .addOption(refresh)
        .addOption(watch);
  }

  boolean watches() {
    return Specs.isSet(watch);
  }

  /** Returns at most how many; 0: all. */
  int limit() throws UsageException {
    return Specs.number(limit, 1, 0);
  }

  /** Returns what is asked for; {@code now} is what {@code --since} counts from. */
  ClusterRequest request(Instant now) throws UsageException {
    return ClusterRequestBuilder.builder()
        .context(Specs.name(kubeContext))
        .namespace(namespace())
        .type(type())
        .since(Since.find(since, now))
        .limit(limit())
        .refresh(Specs.isSet(refresh))
        .build();
  }

  private @Nullable String namespace() throws UsageException {
    String name = Specs.name(namespace);
    if (name != null && !TextRule.NAMESPACE.allows(name)) {
      throw new UsageException("--namespace: " + TextRule.NAMESPACE.refusal(name));
    }
    return name;
  }

  private @Nullable String type() throws UsageException {
    String word = Specs.find(type);
    if (word == null) {
      return null;
    }
    return ClusterRequest.findType(word)
        .orElseThrow(() ->
            new UsageException(
                "--type: invalid value \"%s\"; use Warning or Normal".formatted(word)));
  }
}
