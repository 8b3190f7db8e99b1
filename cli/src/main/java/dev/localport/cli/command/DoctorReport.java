package dev.localport.cli.command;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.cli.doctor.ClusterExam;
import dev.localport.cli.render.DoctorView;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.ProgressLine;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Prints findings as they are there. Those of one cluster of several are kept until it is checked,
 * so that they stand together. Used by one thread; the progress line has its own.
 */
final class DoctorReport implements ClusterExam.Hearer, AutoCloseable {
  private final Output output;
  private final DoctorView view;
  private final ProgressLine progress;
  private final List<DoctorCheck> all = new ArrayList<>();
  private final List<DoctorCheck> kept = new ArrayList<>();
  private final Set<String> awaited = new LinkedHashSet<>(); // under the progress line's lock
  private boolean together;
  private String daemon = "(no daemon)";

  private DoctorReport(Output output, Instant now) {
    this.output = output;
    this.view = new DoctorView(output, now);
    this.progress = ProgressLine.begin(output, this::doing);
  }

  /** Begins a report; nothing is printed yet. */
  static DoctorReport begin(Output output, Instant now) {
    return new DoctorReport(output, now);
  }

  private String doing(long seconds) {
    if (seconds == 0) {
      return "";
    }
    return awaited.isEmpty()
        ? "checking (%ds)".formatted(seconds)
        : "checking %s (%ds)".formatted(String.join(", ", awaited), seconds);
  }

  /** Says which clusters are being checked from now on. */
  void expect(List<DoctorRequest.Cluster> clusters) {
    together = clusters.size() > 1;
    progress.above(() -> clusters.forEach(cluster -> awaited.add(cluster.group())));
  }

  /** Says which process is the daemon: a port that it holds is not taken by another program. */
  void daemonIs(long pid) {
    daemon = "(pid %d)".formatted(pid);
  }

  @Override
  public void found(DoctorCheck heard) {
    boolean isOurs = heard.id().equals("port") && heard.message().endsWith(daemon);
    DoctorCheck check =
        isOurs
            ? DoctorCheck.ok(heard.id(), heard.group(), heard.subject(), "the daemon listens")
            : heard;
    all.add(check);
    if (together && awaited.contains(check.group())) {
      kept.add(check);
    } else {
      print(List.of(check));
    }
  }

  /** Takes those findings that were not heard of yet. */
  void complete(List<DoctorCheck> checks) {
    checks.stream().filter(check -> !all.contains(check)).forEach(this::found);
  }

  @Override
  public void done(String group) {
    List<DoctorCheck> whole = kept.stream().filter(check -> check.group().equals(group)).toList();
    kept.removeAll(whole);
    progress.above(() -> {
      awaited.remove(group);
    });
    print(whole);
  }

  private void print(List<DoctorCheck> checks) {
    if (!output.isJson()) {
      progress.above(() -> checks.forEach(view::print));
    }
  }

  /** Returns all findings. */
  List<DoctorCheck> checks() {
    return List.copyOf(all);
  }

  /** Returns all findings as {@code -o json} shows them. */
  JsonObject json() {
    return JsonObject.builder()
        .put("checks", all.stream().map(DoctorCheck::toJson).toList())
        .put("broken", all.stream().filter(DoctorCheck::isBroken).count())
        .build();
  }

  /** Prints what is left, and the sum. */
  void end() {
    kept.stream().map(DoctorCheck::group).distinct().toList().forEach(this::done);
    progress.close();
    if (output.isJson()) {
      output.result(json());
    } else {
      view.summary(all);
    }
  }

  @Override
  public void close() {
    progress.close();
  }
}
