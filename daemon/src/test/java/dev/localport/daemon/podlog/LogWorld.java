package dev.localport.daemon.podlog;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodLogLine;
import dev.localport.daemon.kube.LogPod;
import dev.localport.daemon.kube.LogPod.LogContainer;
import dev.localport.daemon.kube.LogQuery;
import dev.localport.daemon.kube.LogRead;
import dev.localport.daemon.kube.LogReader;
import dev.localport.daemon.kube.client.KubeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one pod whose container writes numbered lines, and what happens to both. One thread;
 * time passes only while somebody waits, and {@link #meanwhile} runs before each look.
 */
final class LogWorld implements PodPlace, Rest {
  static final Failure AWAY = new Failure(FailureKind.UNREACHABLE, "the cluster is offline");
  static final int NOWHERE = -1;
  private static final int MOST_LOOKS = 200_000;

  /** One run of the container. */
  private static final class Run {
    final String instance;
    final List<PodLogLine> lines = new ArrayList<>();
    boolean ended;

    Run(String instance) {
      this.instance = instance;
    }
  }

  static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

  Instant now = START;
  Runnable meanwhile = () -> {};
  boolean away; // no request is answered, and streams have broken
  boolean known = true; // to the monitor: that it is away
  boolean old; // the pods that come: they ran all along
  private final List<Run> runs = new ArrayList<>(); // of the pod that is there
  private int pods = 1;
  private int shown; // the run that the API server knows of
  private int written;
  private int cuts; // of streams
  private int silences; // of streams
  private int looks;
  private int open; // readers
  private int read; // lines
  private boolean deleting;
  private int stoppedAt = NOWHERE;
  private boolean interrupted;
  private boolean removed; // the log: it cannot be opened

  LogWorld() {
    begin();
  }

  private void begin() {
    runs.add(new Run("pod-%d-run-%d".formatted(pods, runs.size())));
  }

  private Run current() {
    return runs.getLast();
  }

  String pod() {
    return "web-" + pods;
  }

  int written() {
    return written;
  }

  /** Writes numbered lines, all in this instant. */
  void write(int lines) {
    for (int i = 0; i < lines; i++) {
      written++;
      current().lines.add(new PodLogLine(now, "line " + written));
    }
  }

  /** Restarts the container; the API server knows of it with the next look but one. */
  void restart() {
    current().ended = true;
    begin();
  }

  /** Ends the container; the pod stays. */
  void end() {
    current().ended = true;
  }

  /** Marks the pod for deletion and ends its container; {@link #replace} removes it. */
  void terminate() {
    deleting = true;
    current().ended = true;
  }

  /** Removes the log: streams go on, and none can be opened. */
  void removeLog() {
    removed = true;
  }

  /** Removes the pod, and makes another one. */
  void replace() {
    removed = false;
    current().ended = true;
    runs.clear();
    pods++;
    shown = 0;
    deleting = false;
    begin();
  }

  /** Has the API server know of that run of the container only, until {@link #NOWHERE} is given. */
  void stopAt(int run) {
    stoppedAt = run;
  }

  /** Tells whether the API server knows of the run that is there. */
  boolean isUpToDate() {
    return shown == runs.size() - 1;
  }

  /** Has the API server know of the run that is there, as after an outage. */
  void catchUp() {
    shown = runs.size() - 1;
  }

  /** Returns how many answers are open. */
  int open() {
    return open;
  }

  /** Returns how many lines were taken from answers. */
  int read() {
    return read;
  }

  /** Interrupts whatever waits from now on. */
  void interruptWaits() {
    interrupted = true;
  }

  private void pass(Duration time) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    now = now.plus(time);
  }

  /** Breaks all streams. */
  void cut() {
    cuts++;
  }

  /** Lets nothing come over the streams that are open, without a word. */
  void silence() {
    silences++;
  }

  /** Forgets the older lines, as a node does that rotates a log; streams have broken before. */
  void rotate() {
    cut();
    current().lines.clear();
  }

  private void look() throws KubeException {
    meanwhile.run();
    looks++;
    if (looks > MOST_LOOKS) {
      throw new AssertionError("the log does not come to its end");
    }
    if (away) {
      throw new KubeException(AWAY.kind(), AWAY.message());
    }
  }

  @Override
  public @Nullable LogPod choose(@Nullable String left) throws KubeException {
    look();
    return pod().equals(left) ? null : view();
  }

  @Override
  public boolean wasThere(LogPod pod) {
    return old;
  }

  @Override
  public @Nullable LogPod find(String pod) throws KubeException {
    look();
    return pod.equals(pod()) ? view() : null;
  }

  private LogPod view() {
    int last = stoppedAt == NOWHERE ? shown : stoppedAt;
    shown = runs.size() - 1;
    Run run = runs.get(last);
    LogContainer container =
        new LogContainer(
            "server",
            run.instance,
            last == 0 ? null : runs.get(last - 1).instance,
            last,
            last < runs.size() - 1 || !run.ended,
            "it ended");
    return new LogPod(pod(), pod(), deleting, false, "server", List.of(container));
  }

  @Override
  public LogReader open(LogQuery query) throws KubeException {
    look();
    if (!query.source().pod().equals(pod())) {
      throw new KubeException(FailureKind.TARGET_MISSING, "there is no such pod");
    }
    if (removed) {
      throw new KubeException(FailureKind.SESSION, "the container is terminated");
    }
    int which = query.previous() ? runs.size() - 2 : runs.size() - 1;
    if (which < 0) {
      throw new KubeException(FailureKind.SESSION, "there is no previous log");
    }
    open++;
    return new Reader(runs.get(which), query);
  }

  @Override
  public @Nullable Failure away() {
    return away && known ? AWAY : null;
  }

  @Override
  public void rest(Duration most) throws InterruptedException {
    pass(most);
    meanwhile.run();
  }

  @Override
  public void restored() {
    // nothing else waits here
  }

  private final class Reader implements LogReader {
    private final Run run;
    private final LogQuery query;
    private final int begunCuts = cuts;
    private final int begunSilences = silences;
    private int next;
    private final int end; // of an answer that does not go on

    Reader(Run run, LogQuery query) {
      this.run = run;
      this.query = query;
      this.end = run.lines.size();
      Integer tail = query.lines();
      next = tail == null ? 0 : Math.max(0, end - tail);
    }

    @Override
    public LogRead next(Duration wait) throws KubeException, InterruptedException {
      meanwhile.run();
      looks++;
      if (looks > MOST_LOOKS) {
        throw new AssertionError("the log does not come to its end");
      }
      if ((away && known) || cuts > begunCuts) {
        throw new KubeException(FailureKind.UNREACHABLE, "the connection broke");
      }
      Instant since = query.since();
      while (next < run.lines.size() && since != null && run.lines.get(next).at().isBefore(since)) {
        next++;
      }
      boolean isSilent = silences > begunSilences || away;
      int last = query.follow() ? run.lines.size() : Math.min(end, run.lines.size());
      if (!isSilent && next < last) {
        next++;
        read++;
        return new LogRead.Line(run.lines.get(next - 1));
      } else if (!isSilent && (!query.follow() || run.ended)) {
        return new LogRead.End();
      }
      pass(wait);
      return new LogRead.Quiet();
    }

    @Override
    public void close() {
      open--;
    }
  }
}
