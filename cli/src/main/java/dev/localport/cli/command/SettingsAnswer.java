package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.SettingChange;
import dev.localport.api.SettingsReply;
import dev.localport.cli.render.Output;
import dev.localport.config.SettingKey;
import dev.localport.config.SettingKeys;
import dev.localport.rpc.JsonObject;

/** Prints what the daemon answers to {@code settings set} and {@code reset}. */
final class SettingsAnswer {
  private SettingsAnswer() {}

  /** Returns the exit code. */
  static int print(Output output, JsonObject answer) {
    SettingsReply reply = SettingsReply.from(answer);
    if (output.isJson()) {
      output.result(answer);
    } else {
      reply.changed().forEach(change -> output.result(line(change)));
    }
    reply.notes().forEach(output::note);
    if (reply.notSaved() == null) {
      return ExitCode.OK;
    }
    output.error(
        "not saved: %s; LocalPort keeps trying, but the change is lost if the daemon ends first"
            .formatted(reply.notSaved()));
    return ExitCode.GENERAL;
  }

  private static String line(SettingChange change) {
    String what =
        change.value() == null
            ? "%s is reset%s".formatted(change.key(), holders(change))
            : "%s is %s%s".formatted(change.key(), change.value(), holders(change));
    return change.previous() == null ? what : what + " (was " + change.previous() + ")";
  }

  private static String holders(SettingChange change) {
    if (!change.scope().isEmpty()) {
      return " for " + change.scope();
    }
    SettingKey key = SettingKeys.find(change.key());
    return key == null
        ? ""
        : switch (key.reach()) {
          case SERVICE -> " for all services";
          case CLUSTER -> " for all clusters";
          case DAEMON -> "";
        };
  }
}
