package dev.localport.daemon.metrics;

import dev.localport.api.OperationKind;
import dev.localport.daemon.journal.JournalFigures;
import java.util.List;
import java.util.Map;

/** The metrics of the daemon's own work: operations, journal, notifications. */
final class DaemonFamilies {
  private DaemonFamilies() {}

  /** There is one daemon, so it needs no label. */
  private static <S> Families<S> one(TextFormat text, S figures) {
    return new Families<>(text, List.of(figures), _ -> Map.of());
  }

  static void operations(TextFormat text, Map<OperationKind, Map<String, Long>> ended) {
    new Families<>(
            text, List.copyOf(ended.entrySet()), each -> Map.of("operation", each.getKey().word()))
        .several(
            TextFormat.Type.COUNTER,
            "localport_operations",
            "Ended operations, by result.",
            "state",
            Map.Entry::getValue);
  }

  static void journal(TextFormat text, JournalFigures figures) {
    Families<JournalFigures> journal = one(text, figures);
    journal.one(
        TextFormat.Type.COUNTER,
        "localport_journal_entries",
        "Entries added to the journal.",
        JournalFigures::entries);
    journal.one(
        TextFormat.Type.GAUGE,
        "localport_journal_bytes",
        "Size of the journal's files.",
        JournalFigures::bytes);
    journal.one(
        TextFormat.Type.GAUGE,
        "localport_journal_entries_waiting",
        "Entries waiting in memory because the disk cannot be written.",
        JournalFigures::waiting);
    journal.one(
        TextFormat.Type.COUNTER,
        "localport_journal_write_failures",
        "Failed writes of the journal.",
        JournalFigures::failures);
    journal.one(
        TextFormat.Type.COUNTER,
        "localport_journal_entries_lost",
        "Entries lost: not saved, and no room left in memory.",
        JournalFigures::lost);
  }

  static void notifications(TextFormat text, Map<String, Long> results) {
    one(text, results)
        .several(
            TextFormat.Type.COUNTER,
            "localport_notifications",
            "Notifications, by result.",
            "result",
            each -> each);
  }
}
