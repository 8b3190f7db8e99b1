package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code notify}. */
final class NotifyReader {
  private static final Key<List<NotifyEvent>> ON =
      Key.of(
              "on",
              Forms.filledList(Forms.word(NotifyEvent.values()), "write an event such as failed"),
              "The events.")
          .need("write the events, such as [failed, recovered]");
  private static final Key<List<String>> COMMAND =
      Key.of(
          "command",
          Forms.filledList(Forms.secret(TextRule.ARGUMENT), "write the program and its arguments"),
          "The program to run and its arguments, without a shell. Masked in all output.");
  private static final Key<Boolean> DESKTOP =
      Key.of("desktop", Forms.flag(), "Whether to show a desktop notification.").or(false);

  static final Form<NotifyConfig> FORM = Keys.of(ON, COMMAND, DESKTOP).as(NotifyReader::read);

  private NotifyReader() {}

  private static @Nullable NotifyConfig read(Section keys) {
    Value program = keys.raw(COMMAND);
    if (program != null) {
      keys.report().sensitive(program, "runs a command");
    }
    List<NotifyEvent> on = keys.find(ON);
    List<String> command = keys.find(COMMAND);
    Boolean desktop = keys.find(DESKTOP);
    boolean wrong = program != null ? command == null : keys.has(DESKTOP) && desktop == null;
    boolean shown = Boolean.TRUE.equals(desktop);
    if (program == null && !shown && !wrong) {
      keys.wrong(
          "this entry runs and shows nothing", "add command: [PROGRAM, ARGUMENT] or desktop: true");
    }
    List<String> run = command == null ? List.of() : command;
    return wrong || on == null || (run.isEmpty() && !shown)
        ? null
        : new NotifyConfig(on, run, shown, keys.report().folder(keys.at()));
  }
}
