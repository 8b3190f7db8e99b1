package dev.localport.daemon.podlog;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogRequest;
import dev.localport.api.PodLogSource;
import dev.localport.daemon.kube.LogPod;
import dev.localport.daemon.kube.LogPod.LogContainer;
import dev.localport.daemon.kube.LogQuery;
import dev.localport.daemon.kube.LogReader;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.recovery.RoundPause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a service's log until its end, or for as long as it is wanted: over lost connections, a
 * restart of the container, and from one pod to the next. {@link LogStep} says what comes next.
 * Runs on one thread; an interrupt ends it.
 *
 * <p>Over 300 lines, since whatever ends an answer ends here, and each end means something else.
 */
public final class PodLogRun {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(250);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(10);
  private static final Duration AWAY_PAUSE = Duration.ofSeconds(30);
  private static final Duration IDLE_PAUSE = Duration.ofSeconds(1);
  private static final Duration STABLE = Duration.ofSeconds(1);
  private static final Duration LOST_NODE = Duration.ofSeconds(30);
  private static final Duration MOST_REPLACING = Duration.ofMinutes(10); // one pod by another
  private static final int MOST_DOUBTS = 3;
  private static final int MOST_TRIES = 4; // of a log that is not followed

  private final PodPlace place;
  private final PodLogRequest request;
  private final PodLogSink sink;
  private final LogWait waits;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private RoundPause pause;
  private @Nullable Reading reading;
  private @Nullable Reading known; // to the peer: it has the position
  private @Nullable SeamDraft seam;
  private @Nullable String container;
  private @Nullable String waitingFor; // in words
  private boolean begun; // a log was opened once
  private boolean placed; // what the request says of its beginning is done
  private boolean over;
  private int failures; // in a row
  private Instant opened = Instant.EPOCH;

  /**
   * Prepares a run.
   *
   * @param random jitter, from 0 (included) to 1 (excluded)
   */
  public PodLogRun(
      PodPlace place,
      PodLogRequest request,
      PodLogSink sink,
      LogWait waits,
      InstantSource clock,
      DoubleSupplier random) {
    this.place = place;
    this.request = request;
    this.sink = sink;
    this.waits = waits;
    this.clock = clock;
    this.random = random;
    this.pause = newPause();
    this.container = request.container();
    PodLogPosition after = request.after();
    if (after != null) {
      reading = Reading.after(after);
      known = reading;
      container = after.source().container();
      begun = true;
      placed = true;
      draft().interrupted(clock.instant(), "the daemon was restarted");
    }
  }

  private RoundPause newPause() {
    return new RoundPause(LEAST_PAUSE, MOST_PAUSE, random);
  }

  /** Reads, until the log ends, the peer disconnects, or the thread is interrupted. */
  public void run() throws InterruptedException {
    try {
      while (!over) {
        round();
      }
    } catch (PeerGoneException _) {
      // it wants no more words either
    } finally {
      waits.restored();
    }
  }

  private void round() throws InterruptedException, PeerGoneException {
    try {
      Reading now = reading;
      if (now == null) {
        begin(null);
      } else {
        go(now);
      }
    } catch (KubeException e) {
      failed(e.failure());
    }
  }

  private void go(Reading now) throws KubeException, InterruptedException, PeerGoneException {
    LogPod pod = place.find(now.source.pod());
    LogStep step = step(now, pod);
    switch (step) {
      case LogStep.Read(boolean running) -> read(now, running);
      case LogStep.ReadPrevious() -> readPrevious(now);
      case LogStep.RemainderIsLost() -> {
        draft()
            .lost(
                "the rest of its log is lost: the container restarted more than once, and the node"
                    + " keeps one earlier log");
        now.complete = true;
      }
      case LogStep.Next(String instance, boolean isNext) -> {
        if (!isNext && !isNext(now, instance, Objects.requireNonNull(pod))) {
          draft()
              .lost("the container restarted more than once, and the node keeps one earlier log");
        }
        next(now, source(now.source, instance));
      }
      case LogStep.Wait(String words) -> idle(words + "; waiting for its next start");
      case LogStep.Leave() -> leave(now);
    }
    if (now.complete && !request.follow() && now.equals(reading)) {
      finishRead(now);
    }
  }

  /* No line comes that a seam could be printed before. */
  private void finishRead(Reading now) {
    String lost = seam == null ? "" : seam.lost();
    finish(
        lost.isEmpty()
            ? null
            : new Failure(FailureKind.SESSION, "pod %s: %s".formatted(now.source.pod(), lost)));
  }

  private static LogStep step(Reading now, @Nullable LogPod pod) {
    PodLogSource of = now.source;
    LogPod same = pod != null && pod.uid().equals(of.uid()) ? pod : null;
    LogContainer seen = same == null ? null : same.container(of.container());
    if (same != null && seen != null) {
      now.deleting = same.deleting() || same.over();
      now.restarts = of.instance().equals(seen.instance()) ? seen.restarts() : now.restarts;
    }
    return LogStep.after(of.uid(), of.container(), of.instance(), now.complete, pod);
  }

  /** Tells by the number of restarts whether a run is the very next one. */
  private static boolean isNext(Reading now, String instance, LogPod pod) {
    LogContainer seen = pod.container(now.source.container());
    if (seen == null || now.restarts < 0) {
      return false;
    }
    int number = instance.equals(seen.previous()) ? seen.restarts() - 1 : seen.restarts();
    return number == now.restarts + 1;
  }

  private static PodLogSource source(PodLogSource before, String instance) {
    return new PodLogSource(before.pod(), before.uid(), before.container(), instance);
  }

  private void next(Reading before, PodLogSource source) {
    SeamDraft _ = draft(); // of the log that ends
    reading = Reading.behind(before, source);
    waitingFor = null;
    before.complete = true;
  }

  private void read(Reading now, boolean running)
      throws KubeException, InterruptedException, PeerGoneException {
    if (running && now.endedInOrder && now.ends < MOST_DOUBTS) {
      now.ends++; // most likely it has ended, and the API server does not know yet
      waits.pause(LEAST_PAUSE.multipliedBy(2));
      return;
    }
    if (running && now.endedInOrder) {
      draft().interrupted(clock.instant(), "the API server ended the stream");
    }
    boolean follows = request.follow() && running;
    boolean isEnd = now.endedInOrder && !running && now.deleting;
    now.endedInOrder = false;
    switch (isEnd ? copyIfKept(now) : copy(now, query(now, false, follows), isInDoubt(now))) {
      case IN_ORDER -> {
        progressed();
        placed = true;
        if (seam == null) { // else it goes with the first line: runs without one are no seams
          sendPosition(now);
        }
        now.complete = !follows;
        now.endedInOrder = true;
        now.ends = 0;
      }
      case DOES_NOT_FIT -> { // of the next run already, or rotated by the node
        now.misfits++;
        waits.pause(IDLE_PAUSE);
      }
    }
  }

  private static boolean isInDoubt(Reading now) {
    return now.misfits >= MOST_DOUBTS;
  }

  /* The stream has brought all, and the node removes the log of a pod that goes. */
  private LogCopy.End copyIfKept(Reading now)
      throws KubeException, InterruptedException, PeerGoneException {
    try {
      return copy(now, query(now, false, false), isInDoubt(now));
    } catch (KubeException e) {
      if (e.failure().kind() == FailureKind.UNREACHABLE) {
        throw e;
      }
      return LogCopy.End.IN_ORDER;
    }
  }

  private void readPrevious(Reading now)
      throws KubeException, InterruptedException, PeerGoneException {
    switch (copy(now, query(now, true, false), isInDoubt(now))) {
      case IN_ORDER -> now.complete = true;
      case DOES_NOT_FIT -> {
        now.misfits++;
        waits.pause(IDLE_PAUSE);
      }
    }
  }

  private LogQuery query(Reading now, boolean previous, boolean follow) {
    boolean isFirst = !placed;
    if (isFirst && request.since() != null) {
      now.window.beginAt(request.since());
    }
    return new LogQuery(
        now.source, previous, follow, now.window.since(), isFirst ? request.lines() : null);
  }

  private LogCopy.End copy(Reading now, LogQuery query, boolean mayHaveLost)
      throws KubeException, InterruptedException, PeerGoneException {
    if (Objects.equals(query.lines(), 0)) {
      skipToEnd(now, query);
      placed = true;
      sendPosition(now);
      return copy(
          now,
          new LogQuery(now.source, query.previous(), query.follow(), now.window.since(), null),
          true);
    }
    try (LogReader reader = place.open(query)) {
      opened();
      return new LogCopy(place, now, new Copying(now, query.previous()), clock)
          .copy(reader, query, mayHaveLost);
    }
  }

  /** Takes the last line for printed: what comes behind it is wanted. */
  private void skipToEnd(Reading now, LogQuery query)
      throws KubeException, InterruptedException, PeerGoneException {
    LogQuery last = new LogQuery(query.source(), query.previous(), false, query.since(), 1);
    try (LogReader reader = place.open(last)) {
      var _ = new LogCopy(place, now, new Skipping(now), clock).copy(reader, last, true);
    }
  }

  private void opened() {
    begun = true;
    opened = clock.instant();
    waits.restored();
  }

  /* An answer that is opened and fails at once is no success: it must not reset the backoff. */
  private void progressed() {
    waitingFor = null;
    failures = 0;
    if (isStable()) {
      pause = newPause();
    }
  }

  private boolean isStable() {
    return !clock.instant().isBefore(opened.plus(STABLE));
  }

  /** Chooses the first pod, or the next one; {@code left} is the UID of the one before. */
  private void begin(@Nullable Reading left)
      throws KubeException, InterruptedException, PeerGoneException {
    LogPod pod = place.choose(left == null ? null : left.source.uid());
    if (pod == null) {
      nothingYet("there is no pod yet");
      return;
    }
    LogContainer chosen = chosen(pod);
    if (chosen == null) {
      return;
    }
    boolean isNext = left != null;
    String instance = request.previous() && !isNext ? chosen.last() : chosen.instance();
    if (request.previous() && !isNext && instance == null) {
      finish(
          new Failure(
              FailureKind.TARGET_MISSING,
              "container %s of pod %s has no previous log: %s"
                  .formatted(chosen.name(), pod.name(), whyNoPrevious(chosen))));
    } else if (instance == null) {
      nothingYet("container %s of pod %s %s".formatted(chosen.name(), pod.name(), chosen.words()));
    } else {
      container = chosen.name();
      waitingFor = null;
      if (left == null) {
        reading = Reading.of(new PodLogSource(pod.name(), pod.uid(), chosen.name(), instance));
      } else {
        reading = next(left, pod, chosen, instance);
      }
    }
  }

  private static String whyNoPrevious(LogContainer chosen) {
    return chosen.restarts() == 0
        ? "it was not restarted"
        : "it restarted %s, and the node no longer has that log"
            .formatted(times(chosen.restarts()));
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /** Goes on in the next pod; in one that was there all along, from where the last one ended. */
  private Reading next(Reading left, LogPod pod, LogContainer chosen, String instance) {
    boolean isOld = isOld(left.window.reached(), pod);
    String run = isOld || chosen.previous() == null ? instance : chosen.previous();
    Reading next = Reading.of(new PodLogSource(pod.name(), pod.uid(), chosen.name(), run));
    if (isOld) {
      next.window.beginAt(Objects.requireNonNull(left.window.reached()));
    } else if (chosen.restarts() > (chosen.previous() == null ? 0 : 1)) {
      draft()
          .lost(
              "the container of the new pod restarted %s, and the node keeps one earlier log"
                  .formatted(times(chosen.restarts())));
    }
    return next;
  }

  /* One that replaces a pod is often older than the last line: it begins while the other ends. */
  private boolean isOld(@Nullable Instant lastLine, LogPod pod) {
    if (lastLine == null) {
      return false;
    }
    Instant created = pod.created();
    return place.wasThere(pod)
        || (created != null && created.isBefore(lastLine.minus(MOST_REPLACING)));
  }

  private @Nullable LogContainer chosen(LogPod pod) {
    String wanted = container == null ? pod.main() : container;
    LogContainer found = wanted == null ? null : pod.container(wanted);
    if (found == null) {
      String what =
          wanted == null
              ? "pod %s has several containers: %s; choose one with --container"
                  .formatted(pod.name(), pod.names())
              : "pod %s has no container \"%s\"; it has: %s"
                  .formatted(pod.name(), wanted, pod.names());
      finish(new Failure(FailureKind.TARGET_MISSING, what));
    }
    return found;
  }

  private void leave(Reading now) throws KubeException, InterruptedException, PeerGoneException {
    if (!(now.deleting && (now.complete || now.endedInOrder))) {
      draft()
          .lost("the rest of its log is lost: the pod was deleted before it was read to the end");
    }
    if (!request.follow()) {
      finishRead(now);
      return;
    }
    SeamDraft _ = draft();
    now.complete = true;
    begin(now);
  }

  private void nothingYet(String words) throws InterruptedException, PeerGoneException {
    if (request.follow()) {
      idle(words + "; waiting");
    } else {
      finish(new Failure(FailureKind.NO_READY_POD, words + "; wait for it with --follow"));
    }
  }

  private void idle(String words) throws InterruptedException, PeerGoneException {
    if (!request.follow()) {
      return;
    }
    waits.restored(); // nothing more can be done for it now
    tell(words);
    waits.pause(IDLE_PAUSE);
  }

  private void tell(String words) throws PeerGoneException {
    if (!words.equals(waitingFor)) {
      waitingFor = words;
      if (!sink.waiting(words)) {
        throw new PeerGoneException();
      }
    }
  }

  private void failed(Failure why) throws InterruptedException, PeerGoneException {
    Reading now = reading;
    failures++;
    if (request.follow() ? !begun && !mayPass(why) : isHopeless(why)) {
      finish(why);
      return;
    }
    if (now != null) {
      now.endedInOrder = false;
      draft().interrupted(clock.instant(), why.message());
    }
    if (now != null && now.deleting && isLostLong()) {
      draft().lost("the rest of its log is lost: its node does not respond");
      now.complete = true;
    }
    waits.restored(); // it cannot be now: nothing waits for it
    if (request.follow()) {
      tell(FailureWords.waiting(why));
    }
    waits.pause(place.away() == null ? pause.after(Duration.ZERO) : AWAY_PAUSE);
  }

  /** Returns whether a log that is not followed is given up: a single request wants an answer. */
  private boolean isHopeless(Failure why) {
    return failures >= MOST_TRIES || !mayPass(why) || place.away() != null;
  }

  private boolean isLostLong() {
    Instant since = draft().interruptedAt();
    return since != null && clock.instant().isAfter(since.plus(LOST_NODE));
  }

  /** Returns whether it may work by itself a moment later. */
  private static boolean mayPass(Failure why) {
    return switch (why.kind()) {
      case UNREACHABLE, SESSION, NO_READY_POD -> true;
      case CONFIGURATION,
          KUBECONFIG,
          CONTEXT_MISSING,
          CERTIFICATE,
          CREDENTIALS,
          FORBIDDEN,
          TARGET_MISSING,
          PORT_TAKEN,
          PORT_DENIED ->
          false;
    };
  }

  private void finish(@Nullable Failure why) {
    if (!over) {
      over = true;
      waits.restored();
      sink.end(why);
    }
  }

  /** Returns the seam that is to be printed before the next line. */
  private SeamDraft draft() {
    SeamDraft now = seam;
    if (now == null) {
      Reading before = Objects.requireNonNull(reading);
      now = new SeamDraft(before.source, before.window.latest());
      seam = now;
    }
    return now;
  }

  /**
   * Sends where a log begins, once: a reading that continues elsewhere is another one. The seam
   * comes first: behind the position another daemon knows nothing of it.
   */
  private void sendPosition(Reading now) throws PeerGoneException {
    waits.restored(); // the peer may take its time from here on
    printSeam(now);
    if (!now.equals(known)) {
      known = now;
      if (!sink.position(now.window.position(now.source))) {
        throw new PeerGoneException();
      }
    }
  }

  private void printSeam(Reading now) throws PeerGoneException {
    SeamDraft printed = seam;
    if (printed != null) {
      seam = null;
      if (!sink.seam(printed.seam(now.source, clock.instant()))) {
        throw new PeerGoneException();
      }
    }
  }

  /** Prints what is copied. */
  private final class Copying implements LogCopy.Listener {
    private final Reading now;
    private final boolean previous;

    Copying(Reading now, boolean previous) {
      this.now = now;
      this.previous = previous;
    }

    @Override
    public void lines(List<PodLogLine> lines) throws PeerGoneException {
      placed = true;
      progressed();
      sendPosition(now);
      now.misfits = 0;
      if (!sink.lines(now.source, lines)) {
        throw new PeerGoneException();
      }
      now.add(lines);
    }

    @Override
    public void quiet() throws PeerGoneException {
      waits.restored();
      if (isStable()) {
        placed = true;
        progressed();
        sendPosition(now);
      }
    }

    @Override
    public boolean isPrinted(PodLogLine first) {
      Reading on = now.misread(first);
      if (on != null) {
        draft().lost("lines may be missing: the node returned the log of a different run");
        reading = on;
      }
      return on != null;
    }

    /* The API server learns of a restart a moment after the node, whose log it is. */
    @Override
    public boolean isSame() throws KubeException, InterruptedException {
      boolean isFirst = !placed;
      if (!isSameNow()) {
        return false;
      } else if (isFirst) {
        return true;
      }
      waits.pause(LEAST_PAUSE.multipliedBy(2));
      return isSameNow();
    }

    private boolean isSameNow() throws KubeException {
      LogStep step = step(now, place.find(now.source.pod()));
      return previous ? step instanceof LogStep.ReadPrevious : step instanceof LogStep.Read;
    }

    @Override
    public void gap() {
      draft()
          .lost(
              "lines may be missing: the node has rotated the log and no longer has the last line"
                  + " before");
    }
  }

  /** Only remembers what is copied. */
  private record Skipping(Reading now) implements LogCopy.Listener {
    @Override
    public void lines(List<PodLogLine> lines) {
      lines.forEach(now.window::add);
    }

    @Override
    public void quiet() {
      // it ends soon
    }

    @Override
    public boolean isPrinted(PodLogLine first) {
      return false;
    }

    @Override
    public boolean isSame() {
      return true;
    }

    @Override
    public void gap() {
      // nothing was printed that could be missed
    }
  }
}
