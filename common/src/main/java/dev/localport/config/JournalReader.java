package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;

/** Reads {@code journal}. */
final class JournalReader {
  private static final int LEAST = 10;
  private static final int MOST = 10_000;

  private static final Key<Integer> KEEP =
      Key.of(
              "keep",
              Forms.whole(LEAST, MOST),
              "Number of events kept in memory for each service and each context.")
          .or(JournalConfig.KEEP);

  static final Form<JournalConfig> FORM =
      Keys.of(KEEP).as(keys -> new JournalConfig(keys.get(KEEP, JournalConfig.KEEP)));

  private JournalReader() {}
}
