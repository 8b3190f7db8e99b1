package dev.localport.history;

import dev.localport.api.HistoryQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.api.Outage;
import dev.localport.api.ServiceHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries of the journal as the recorder writes them, for one service at seconds of a day. */
final class Play {
  static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private final List<JournalEntry> entries = new ArrayList<>();
  private final String service;
  private double now;

  Play(String service) {
    this.service = service;
  }

  /** Moves to a second of the day. */
  Play at(double second) {
    now = second;
    return this;
  }

  static Instant time(double second) {
    return MIDNIGHT.plusMillis(Math.round(second * 1000));
  }

  private JournalEntryBuilder of(JournalType type) {
    return JournalEntry.of(type).at(time(now)).service(service).context("dev");
  }

  Play add(JournalEntryBuilder entry) {
    entries.add(entry.sequence(entries.size() + 1).build());
    return this;
  }

  Play start() {
    return add(of(JournalType.OPERATION).detail("start").previous("stopped").state("connecting"));
  }

  Play startLazy() {
    return add(of(JournalType.OPERATION).detail("start").previous("stopped").state("idle"));
  }

  Play stop() {
    return add(of(JournalType.OPERATION).detail("stop").previous("connected").state("stopped"));
  }

  Play idle() {
    return add(of(JournalType.OPERATION).detail("idle").previous("connected").state("idle"));
  }

  Play connected(String pod) {
    return add(of(JournalType.CONNECTED).previous("connecting").state("connected").pod(pod));
  }

  Play again(String pod) {
    return add(of(JournalType.RECONNECTED).previous("reconnecting").state("connected").pod(pod));
  }

  Play lost(@Nullable String cause) {
    return add(
        of(JournalType.DISCONNECTED).previous("connected").state("reconnecting").cause(cause));
  }

  Play reconnectAsked() {
    add(of(JournalType.OPERATION).detail("reconnect"));
    return add(of(JournalType.DISCONNECTED).previous("connected").state("connecting"));
  }

  Play asked(String what) {
    return add(of(JournalType.OPERATION).detail(what));
  }

  Play setting() {
    return add(of(JournalType.SETTINGS).service(null).context(null).detail("reconnect.delay"));
  }

  Play attempt(int number) {
    return add(
        of(JournalType.RECONNECTING)
            .state("reconnecting")
            .cause("timed out")
            .attempt(number)
            .maxAttempts(10));
  }

  Play offline() {
    return add(
        of(JournalType.RECONNECTING)
            .previous("reconnecting")
            .state("suspended")
            .reason("cluster_offline")
            .cause("cannot reach 10.0.0.7:6443"));
  }

  Play waits(String reason, String cause) {
    return add(
        of(JournalType.ERROR)
            .previous("connecting")
            .state("suspended")
            .reason(reason)
            .cause(cause));
  }

  private Play daemon(String what, @Nullable Duration length) {
    return add(of(JournalType.OPERATION).service(null).context(null).detail(what).duration(length));
  }

  Play daemonStart() {
    return daemon("daemon start", null);
  }

  Play daemonStop() {
    return daemon("daemon stop", null);
  }

  Play daemonDied() {
    return daemon("daemon died", null);
  }

  Play slept(double seconds) {
    return daemon("machine slept", Duration.ofMillis(Math.round(seconds * 1000)));
  }

  Play wasOff(double seconds) {
    return daemon("machine was off", Duration.ofMillis(Math.round(seconds * 1000)));
  }

  List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** Returns the history of the service as of a second. */
  ServiceHistory history(double second) {
    Report report = new Report(new HistoryQuery(service, null, null, ZoneOffset.UTC, 500));
    entries.forEach(report::take);
    return report.answer(time(second)).getFirst();
  }

  /** The outages as "start length cause → what ended it", in seconds. */
  List<String> outages(double second) {
    return history(second).outages().stream().map(Play::words).toList();
  }

  private static String words(Outage outage) {
    return "%s %s %s → %s"
        .formatted(
            seconds(Duration.between(MIDNIGHT, outage.start())),
            seconds(outage.duration()),
            outage.cause(),
            outage.endedBy());
  }

  /** How long it was up and wanted, in seconds. */
  String upOfWanted(double second) {
    Duration up = Duration.ZERO;
    Duration wanted = Duration.ZERO;
    for (var day : history(second).days()) {
      up = up.plus(day.up());
      wanted = wanted.plus(day.wanted());
    }
    return seconds(up) + " of " + seconds(wanted);
  }

  private static String seconds(Duration time) {
    double seconds = time.toMillis() / 1e3;
    return seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
  }
}
