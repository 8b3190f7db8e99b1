package dev.localport.daemon.kube.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client-go credential plug-in of one context: runs a command and reads an ExecCredential from
 * its output. Not the Kubernetes client's own, which mixes the plug-in's complaints into its answer
 * and hides why it failed. An answer is kept until shortly before it expires.
 *
 * <p>Thread-safe. The lock guards memory alone: the command runs on a thread of its own, and
 * waiting callers hold no lock meanwhile. {@link #close} ends a run without waiting.
 *
 * <p>Over 300 lines, since starting, sharing and ending a run need one lock.
 */
public final class ExecPlugin implements TokenSource, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExecPlugin.class);
  private static final Duration YOUNG = PluginPace.PAUSE;

  private final String context;
  private final PluginCommand command;
  private final InstantSource clock;
  private volatile Map<String, String> shell;

  @GuardedBy("this")
  private final PluginPace pace = new PluginPace();

  @GuardedBy("this")
  private @Nullable PluginAnswer kept;

  @GuardedBy("this")
  private Instant keptSince = Instant.MIN;

  @GuardedBy("this")
  private boolean refused;

  @GuardedBy("this")
  private @Nullable KubeException failed;

  @GuardedBy("this")
  private @Nullable Running running;

  @GuardedBy("this")
  private long runs;

  /** A run and the callers that wait for it. */
  private static final class Running {
    private final CompletableFuture<PluginAnswer> answer = new CompletableFuture<>();
    private volatile @Nullable PluginRun run;
    private volatile boolean killed;

    void kill() {
      killed = true; // first: a run that is just being started looks at it
      PluginRun started = run;
      if (started != null) {
        started.kill();
      }
    }

    void started(PluginRun begun) {
      run = begun;
      if (killed) {
        begun.kill();
      }
    }
  }

  /**
   * Makes the plug-in of a context.
   *
   * @param shell the environment that it runs with
   */
  ExecPlugin(
      String context, PluginCommand command, Map<String, String> shell, InstantSource clock) {
    this.context = context;
    this.command = command;
    this.shell = Map.copyOf(shell);
    this.clock = clock;
  }

  /** Has the next run use another environment of the same user. */
  void lend(Map<String, String> environment) {
    shell = Map.copyOf(environment);
  }

  /** Returns the program, as the kubeconfig names it. */
  public String program() {
    return command.program();
  }

  /** Returns the local ports that it is known to need for a login. */
  public List<Integer> loginPorts() {
    return LoginPorts.of(command.exec());
  }

  @Override
  public @Nullable String token() throws KubeException {
    return answer().token();
  }

  /**
   * Forgets the answer, unless it is a new one: of a hundred forwards that are refused in one
   * moment the first one fetches, and the others were refused the answer before.
   */
  @Override
  public synchronized void refused() {
    if (!clock.instant().isBefore(keptSince.plus(YOUNG))) {
      refused = true;
    }
  }

  @Override
  public synchronized void askedByPerson() {
    pace.asked();
  }

  /** Tells that the kubeconfig changed, and not what it says about this plug-in. */
  synchronized void forgive() {
    pace.forgiven();
  }

  /** Returns what is known now, whether it is good or not; null: nothing. */
  synchronized @Nullable PluginAnswer last() {
    return kept;
  }

  /** Returns how often the command was run. */
  synchronized long runs() {
    return runs;
  }

  /** Says what is odd about credentials that are in use, if anything is. */
  @Override
  public synchronized Optional<String> remark() {
    return kept != null && kept.isExpired(keptSince)
        ? Optional.of(
            "the credential plug-in %s of context %s returns credentials that expired at %s; check this machine's clock"
                .formatted(command.program(), context, kept.expires()))
        : Optional.empty();
  }

  /**
   * Takes credentials that were fetched elsewhere: a person has logged in. Callers that wait for a
   * run gets them, and the run ends.
   */
  void hand(PluginAnswer answer) {
    Running waiting;
    synchronized (this) {
      waiting = running;
      running = null;
      keep(answer);
    }
    if (waiting != null) {
      waiting.answer.complete(answer);
      waiting.kill();
    }
  }

  /**
   * Returns the kept answer, or waits for a run of the command, which all callers share. A caller
   * that is interrupted gives up waiting; the run continues for the others.
   */
  PluginAnswer answer() throws KubeException {
    CompletableFuture<PluginAnswer> awaited;
    synchronized (this) {
      if (running == null) {
        PluginAnswer known = known(clock.instant());
        if (known != null) {
          return known;
        }
        running = begin();
      }
      awaited = running.answer;
    }
    try {
      return awaited.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PluginWords.failure(command, "is still running", e);
    }
  }

  /** Returns an answer that needs no run; null where one may begin. */
  @GuardedBy("this")
  private @Nullable PluginAnswer known(Instant now) throws KubeException {
    if (kept != null && !refused && kept.isGood(now)) {
      return kept;
    }
    if (command.needsTerminal()) {
      throw PluginWords.needsTerminal(command, context);
    }
    if (pace.mayRun(now)) {
      return null;
    }
    if (failed != null) {
      throw pace.isSpent() ? PluginWords.spent(failed, context) : failed;
    }
    return kept; // of a moment ago, and there is no better one
  }

  /* Each caller throws an exception of its own: it shows where that one waited. */
  private KubeException failure(@Nullable Throwable cause) {
    return cause instanceof KubeException known
        ? new KubeException(known.failure().kind(), known.failure().message(), known)
        : new KubeException(FailureKind.CREDENTIALS, "the credential plug-in failed", cause);
  }

  @GuardedBy("this")
  private Running begin() {
    Running begun = new Running();
    runs++;
    long number = runs;
    Thread.ofVirtual().name("plugin-" + context).start(() -> run(begun, number));
    return begun;
  }

  private void run(Running mine, long number) {
    long begun = System.nanoTime();
    try {
      PluginAnswer answer = fetch(mine);
      if (isOver(mine, answer, null)) {
        log(number, begun, "none");
        remark().ifPresent(remark -> log.atWarn().addKeyValue("why", remark).log("credentials"));
      }
      mine.answer.complete(answer);
    } catch (KubeException e) {
      if (isOver(mine, null, e)) {
        log(number, begun, e.failure().message());
      }
      mine.answer.completeExceptionally(e);
    } catch (RuntimeException | Error e) { // all of it: waiting callers must know that it is over
      KubeException bug = PluginWords.failure(command, "could not be run: internal error", e);
      var _ = isOver(mine, null, bug);
      mine.answer.completeExceptionally(bug);
    }
  }

  private void log(long number, long begun, String failure) {
    log.atInfo()
        .addKeyValue("context", context)
        .addKeyValue("plugin", command.program())
        .addKeyValue("run", number)
        .addKeyValue("took_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis())
        .addKeyValue("failure", failure)
        .log("credential plug-in run");
  }

  /** Takes what a run came to; one that was ended on purpose counts for nothing. */
  private synchronized boolean isOver(
      Running mine, @Nullable PluginAnswer answer, @Nullable KubeException why) {
    if (!mine.equals(running)) {
      return false; // a person was faster
    }
    running = null;
    if (mine.killed) {
      return false;
    }
    if (answer == null) {
      failed = why;
      pace.failed(clock.instant());
    } else {
      keep(answer);
    }
    return true;
  }

  @GuardedBy("this")
  private void keep(PluginAnswer answer) {
    kept = answer;
    keptSince = clock.instant();
    refused = false;
    failed = null;
    pace.succeeded(keptSince);
  }

  private PluginAnswer fetch(Running mine) throws KubeException {
    Map<String, String> lent = shell;
    PluginRun run;
    try {
      run =
          PluginRun.start(
              command.words(lent), command.environment(lent, PluginCommand.Terminal.NONE));
    } catch (IOException e) {
      throw PluginWords.notRun(command, e);
    }
    mine.started(run);
    try {
      return PluginAnswer.of(run.output());
    } catch (PluginRun.RunException | PluginAnswer.UnreadableException e) {
      throw PluginWords.failure(
          command,
          mine.killed ? "was stopped: its kubeconfig changed" : String.valueOf(e.getMessage()),
          null);
    } catch (InterruptedException e) {
      throw new IllegalStateException("a run is never interrupted", e);
    }
  }

  /** Ends a run; the waiting callers get that. */
  @Override
  public void close() {
    Running ended;
    synchronized (this) {
      ended = running;
    }
    if (ended != null) {
      ended.kill();
    }
  }
}
