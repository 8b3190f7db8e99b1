package dev.localport.config;

import dev.localport.config.form.Value;

/**
 * What a file may say and this version does not act on: read and checked like everything else, and
 * reported to the user. This is the one place that says so.
 */
final class NotYet {
  private NotYet() {}

  /** Reports something that is not supported, and the consequence for its users. */
  static void tell(Value at, String what, String consequence) {
    at.report().warning(at.at(), at.path(), what + " is not supported yet", consequence);
  }
}
