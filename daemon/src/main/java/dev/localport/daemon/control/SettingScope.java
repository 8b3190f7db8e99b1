package dev.localport.daemon.control;

import dev.localport.api.Caller;
import dev.localport.api.ExitCode;
import dev.localport.api.Setting;
import dev.localport.config.SettingKey;
import dev.localport.config.form.Suggestion;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which services a request on settings is about: one, those of a context, or all.
 *
 * @param context null: not named
 * @param service null: not named
 */
record SettingScope(@Nullable String context, @Nullable String service) {
  /** Says why a caller's kubeconfigs do not have a context; null: they do, or cannot be read. */
  @FunctionalInterface
  public interface Contexts extends BiFunction<Caller, String, @Nullable String> {}

  static SettingScope from(JsonObject params) {
    return new SettingScope(params.findText("context"), params.findText("service"));
  }

  /**
   * Refuses what is not there.
   *
   * @throws RpcException naming what is wrong, with the exit code of a command
   */
  void require(Listing listing, Caller caller, Contexts contexts) {
    if (service != null) {
      requireService(listing, service);
    }
    if (context != null && !isUsed(listing) && !isNamed(listing)) {
      String why = contexts.apply(caller, context);
      if (why != null) {
        throw RpcException.failed(
            ExitCode.CONFIGURATION,
            "unknown context \"%s\": %s%s"
                .formatted(
                    context, why, why.contains("did you mean") ? "" : near(context, listing)));
      }
    }
  }

  private void requireService(Listing listing, String name) {
    LoadedService loaded = listing.service(name);
    if (loaded == null && !isNamed(listing)) {
      throw listing.isKnown(name)
          ? UnknownService.named(name, listing)
          : RpcException.failed(
              ExitCode.SERVICE,
              "no service \"%s\" is loaded; %s".formatted(name, near(listing, name)));
    }
    String in = loaded == null ? null : listing.context(loaded.service());
    if (context != null && in != null && !context.equals(in)) {
      throw RpcException.failed(
          ExitCode.CONFIGURATION,
          "%s is in context %s, not %s; leave out the context".formatted(name, in, context));
    }
  }

  private static String near(Listing listing, String name) {
    List<String> names = listing.services().stream().map(LoadedService::name).toList();
    return Suggestion.find(name, names)
        .map(meant -> "did you mean " + meant + "?")
        .orElse("load its file: localport start --config FILE");
  }

  private static String near(String name, Listing listing) {
    return Suggestion.find(name, listing.contexts())
        .map(meant -> "; did you mean " + meant + "?")
        .orElse("");
  }

  /** Returns whether a loaded service is in the context. */
  boolean isUsed(Listing listing) {
    return context == null || listing.contexts().contains(context);
  }

  /** Returns whether a file or a setting names it: it may be reset whatever is loaded. */
  private boolean isNamed(Listing listing) {
    boolean isSet = listing.settings().all().stream().anyMatch(this::isOf);
    return isSet || (service == null && listing.newestValues(context).file() != null);
  }

  /**
   * Refuses a key that cannot hold for this.
   *
   * @throws RpcException naming the option to leave out
   */
  void requireFor(SettingKey key) {
    String wrong =
        switch (key.reach()) {
          case SERVICE -> null;
          case CLUSTER -> service == null ? null : "a cluster; use --context";
          case DAEMON ->
              service == null && context == null
                  ? null
                  : "the daemon; leave out --context and --service";
        };
    if (wrong != null) {
      throw RpcException.failed(
          ExitCode.CONFIGURATION, "%s applies to %s".formatted(key.path(), wrong));
    }
  }

  /** Returns a setting for these. */
  Setting setting(SettingKey key, String value) {
    return new Setting(key.path(), value, service == null ? context : null, service);
  }

  /** Returns whether a setting is for exactly these; any is where nothing is named. */
  boolean isOf(Setting setting) {
    return service != null
        ? service.equals(setting.service())
        : context == null || context.equals(setting.context());
  }

  /** Returns whether a loaded service is one of these. */
  boolean has(LoadedService loaded, Listing listing) {
    return service != null
        ? service.equals(loaded.name())
        : context == null || context.equals(listing.context(loaded.service()));
  }

  /** Returns the contexts that these are in, as far as they are known, in order. */
  Set<String> contexts(Listing listing) {
    Set<String> contexts = new TreeSet<>();
    if (context != null) {
      contexts.add(context);
    } else {
      listing.services().stream()
          .filter(loaded -> has(loaded, listing))
          .map(loaded -> listing.context(loaded.service()))
          .filter(Objects::nonNull)
          .forEach(contexts::add);
    }
    return contexts;
  }
}
