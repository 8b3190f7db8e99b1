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
 * time passes only while something waits, and {@link #meanwhile} runs before each look.
 *
 * <p>Over 300 lines, since the pod, its runs and its answers share one state.
 */
final class LogWorld implements PodPlace, LogWait {
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
  @Nullable String remark; // what the node answers instead of a log
  boolean old; // the pods that come: they ran all along
  private final List<Run> runs = new ArrayList<>(); // of the pod that is there
  private Instant created = START; // the pod
  private int pods = 1;
  private int shown; // the run that the API server knows of
  private int written;
  private int cuts; // of streams
  private int silences; // of streams
  private int looks;
  private int open; // readers
  private int opened; // readers, so far
  private int read; // lines
  private boolean deleting;
  private int stoppedAt = NOWHERE;
  private boolean interrupted;
  private boolean holdsBack; // what waits for the log to be restored
  private boolean inBackoff; // the container has ended, and waits to be restarted
  private boolean forgetful; // the node: it has no earlier log
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
    inBackoff = false;
    begin();
  }

  /** Ends the container, which waits in CrashLoopBackOff until {@link #restart}. */
  void crash() {
    current().ended = true;
    inBackoff = true;
  }

  /** Tells whether the container waits to be restarted. */
  boolean isInBackoff() {
    return inBackoff;
  }

  /** Has the node keep no earlier log. */
  void forgetEarlierLogs() {
    forgetful = true;
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
    inBackoff = false;
    runs.clear();
    pods++;
    shown = 0;
    deleting = false;
    created = now;
    begin();
  }

  /** Removes the pod; the next one is that old, and wrote so many lines when it began. */
  void replaceByOneThatRan(Duration age, int lines) {
    replace();
    Instant later = now;
    now = now.minus(age);
    created = now;
    write(lines);
    now = later;
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

  /** Returns how many answers were ever opened. */
  int opened() {
    return opened;
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
            previous(last),
            last,
            last < runs.size() - 1 || !run.ended,
            "ended with exit code 0");
    return new LogPod(pod(), pod(), created, deleting, false, "server", List.of(container));
  }

  /* As the kubelet has it: of a container in backoff the run that has ended is the previous one. */
  private @Nullable String previous(int last) {
    if (inBackoff && last == runs.size() - 1) {
      return runs.get(last).instance;
    }
    return last == 0 || forgetful ? null : runs.get(last - 1).instance;
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
    int which = query.previous() && !inBackoff ? runs.size() - 2 : runs.size() - 1;
    if (which < 0) {
      throw new KubeException(FailureKind.SESSION, "there is no previous log");
    }
    open++;
    opened++;
    return new Reader(runs.get(which), query);
  }

  @Override
  public @Nullable Failure away() {
    return away && known ? AWAY : null;
  }

  @Override
  public void pause(Duration most) throws InterruptedException {
    holdsBack = true;
    pass(most);
    meanwhile.run();
  }

  @Override
  public void restored() {
    holdsBack = false;
  }

  /** Tells whether services would wait for the log, were the cluster back now. */
  boolean holdsServicesBack() {
    return holdsBack;
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
      if (remark != null) {
        return new LogRead.Remark(remark);
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
