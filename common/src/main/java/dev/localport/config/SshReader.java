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
          Key.of("host", Forms.text(TextRule.VISIBLE), "ssh: the host to connect to.")
              .need("write the host to connect to"),
          Key.of("user", Forms.text(TextRule.VISIBLE), "ssh: the user."),
          Key.of("port", Forms.whole(1, 65_535), "ssh: the port of the host.").or(22),
          Key.of("key_file", Forms.text(TextRule.VISIBLE), "ssh: path of the private key."),
          Key.of(
              "remote_host", Forms.text(TextRule.VISIBLE), "ssh: the remote host to forward to."),
          Key.of(
              "password",
              Forms.secret(TextRule.ARGUMENT),
              "ssh: the password. Masked in all output."));

  private SshReader() {}

  static void check(Section connection) {
    KEYS.all().forEach(connection::find);
  }
}
