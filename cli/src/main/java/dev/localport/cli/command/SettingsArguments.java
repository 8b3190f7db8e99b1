package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.ShellEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which services a setting is for: one, those of a kube context, or all. */
final class SettingsArguments {
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Only the services and the cluster of this kube context.", "--context");
  private final OptionSpec service = Specs.text("NAME", "Only this service.", "--service");

  CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(kubeContext).addOption(service);
  }

  /** Returns the parameters of a request; a context is looked up in this shell's kubeconfig. */
  JsonObject.Builder params(CommandContext context) throws CommandException {
    String named = Specs.name(kubeContext);
    JsonObject.Builder params = JsonObject.builder();
    if (named != null) {
      UserFile file = new UserFile(context.surroundings(), context.options().config());
      Caller caller = file.caller().lending(ShellEnvironment.NONE);
      params.putAll(caller.toJson()).put("context", named);
    }
    put(params, "service", Specs.name(service));
    return params;
  }

  static void put(JsonObject.Builder params, String key, @Nullable String value) {
    if (value != null) {
      params.put(key, value);
    }
  }
}
