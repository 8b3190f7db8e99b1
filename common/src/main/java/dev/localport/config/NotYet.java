package dev.localport.config;

import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import java.util.List;

/**
 * What a file may say and this version does not act on: read and checked like everything else, and
 * told to the user. This is the one place that says so: what lands leaves the lists.
 */
final class NotYet {
  /** Keys of the file itself. */
  static final List<String> KEYS = List.of("notify");

  private NotYet() {}

  /** Tells of something that is not supported, and what becomes of who uses it. */
  static void tell(Value at, String what, String consequence) {
    at.report().warning(at.at(), at.path(), what + " is not supported yet", consequence);
  }

  /** Tells of every one of {@link #KEYS} that the file has. */
  static void tellKeys(Value root) {
    Section.entriesOf(root)
        .forEach((key, value) -> {
          if (KEYS.contains(key.name())) {
            String what = "understood, and not acted on yet by this version";
            value.report().warning(key.at(), value.path(), what, "");
          }
        });
  }
}
