package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code notify}. */
final class NotifyReader {
  private static final Key<List<NotifyEvent>> ON =
      Key.of(
              "on",
              Forms.filledList(Forms.word(NotifyEvent.values()), "write an event, as in connected"),
              "The events.")
          .need("write the events, as in [disconnected, reconnected]");
  private static final Key<List<String>> COMMAND =
      Key.of(
              "command",
              Forms.filledList(
                  Forms.secret(TextRule.ARGUMENT), "write the program and its arguments"),
              "The program to run and its arguments, without a shell. Masked wherever it is shown.")
          .need("write the program and its arguments as a list");

  static final Form<NotifyConfig> FORM = Keys.of(ON, COMMAND).as(NotifyReader::read);

  private NotifyReader() {}

  private static @Nullable NotifyConfig read(Section keys) {
    List<NotifyEvent> on = keys.find(ON);
    List<String> command = keys.find(COMMAND);
    return on == null || command == null ? null : new NotifyConfig(on, command);
  }
}
