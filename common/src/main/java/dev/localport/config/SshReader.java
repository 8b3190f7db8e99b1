package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;

/** Checks {@code connection} of a service whose technology is {@code ssh}; nothing runs it yet. */
final class SshReader {
  static final Keys KEYS =
      Keys.of(
          Key.of("host", Forms.text(TextRule.VISIBLE), "ssh: the machine to connect to.")
              .need("write the machine to connect to"),
          Key.of("user", Forms.text(TextRule.VISIBLE), "ssh: who connects."),
          Key.of("port", Forms.whole(1, 65_535), "ssh: the port of that machine.").or(22),
          Key.of("key_file", Forms.text(TextRule.VISIBLE), "ssh: the private key."),
          Key.of(
              "remote_host", Forms.text(TextRule.VISIBLE), "ssh: the machine behind that machine."),
          Key.of(
              "password",
              Forms.secret(TextRule.ARGUMENT),
              "ssh: the password. Masked wherever it is shown."));

  private SshReader() {}

  static void check(Section connection) {
    KEYS.all().forEach(connection::find);
  }
}
