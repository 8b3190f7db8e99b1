package dev.localport.daemon;

import dev.localport.api.Version;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.DaemonPhase;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import dev.localport.paths.PrivateFolder;
import dev.localport.paths.ThisHost;
import dev.localport.paths.WriteTrouble;
import dev.localport.rpc.PeerCheck;
import dev.localport.rpc.RpcLimits;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the daemon single and findable for as long as it lives: its lock, its socket and {@code
 * daemon.json}. A logout empties {@code $XDG_RUNTIME_DIR}, a clean-up empties temporary folders,
 * and users delete what looks like leftovers; whatever is missing is made again within a second.
 *
 * <p>It looks twice a second, since the watch service of the JDK does not report the end of a
 * watched folder everywhere, and on macOS looks every few seconds itself. A look is three calls of
 * stat(2). A platform thread does it: a hung mount would block a carrier of virtual threads.
 */
final class SocketUpkeep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SocketUpkeep.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** How long a command that asks for the lock, or a daemon that is ending, may hold it. */
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

  private final Places places;
  private final Instant started;
  private final CountDownLatch closing = new CountDownLatch(1);
  private DaemonLock lock;
  private Actions actions = new Actions(() -> {}, () -> {});
  private @Nullable RpcServer server;
  private @Nullable Path socket;
  private @Nullable FileStamp socketStamp;
  private @Nullable FileStamp fileStamp;
  private @Nullable Thread looking;
  private volatile @Nullable String trouble;
  private volatile boolean handedOver;

  private SocketUpkeep(Places places, Instant started, DaemonLock lock) {
    this.places = places;
    this.started = started;
    this.lock = lock;
  }

  /**
   * What others do about it.
   *
   * @param folderIsNew the state folder was made again and is empty
   * @param superseded another daemon holds this folder now: this one has to end
   */
  record Actions(Runnable folderIsNew, Runnable superseded) {}

  /**
   * Takes the lock of the state folder, which has to be there.
   *
   * @throws AlreadyRunningException if another daemon holds it
   */
  static SocketUpkeep claim(Places places, Instant started, Duration patience)
      throws IOException, AlreadyRunningException {
    Duration limit = patience.compareTo(LOCK_PATIENCE) > 0 ? patience : LOCK_PATIENCE;
    DaemonLock lock =
        DaemonLock.take(places.lockFile(), limit)
            .orElseThrow(() ->
                new AlreadyRunningException(
                    "another daemon is already running: it holds " + places.lockFile()));
    SocketUpkeep claimed = new SocketUpkeep(places, started, lock);
    claimed.say(places.socket(), DaemonPhase.STARTING);
    return claimed;
  }

  /**
   * Starts to answer, and to look whether callers can get here.
   *
   * @return what ends that; the lock is held until {@link #close}
   * @throws IOException if no socket can be bound anywhere
   */
  AutoCloseable open(RpcMethods methods, RpcLimits limits, Actions onLoss)
      throws IOException, PathProblem {
    actions = onLoss;
    Path first = freeSocket();
    socket = first;
    RpcServer opened =
        RpcServer.open(
            first,
            methods,
            PeerCheck.ownerOf(Objects.requireNonNull(first.getParent(), "a socket's folder")),
            (method, bug) ->
                log.atError()
                    .addKeyValue("method", method)
                    .setCause(bug)
                    .log("request failed: bug"),
            limits);
    server = opened;
    socketStamp = FileStamp.of(first);
    announce();
    looking = Thread.ofPlatform().daemon().name("reachability").start(this::run);
    return this::shut;
  }

  /* The lock is ours, so the process that left a socket file has ended. */
  private Path freeSocket() throws IOException, PathProblem {
    Path wanted = places.socket();
    PrivateFolder.create(Objects.requireNonNull(wanted.getParent(), "a socket's folder"));
    RpcServer.removeStale(wanted);
    return wanted;
  }

  private void run() {
    try {
      while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException _) {
      // shut() asked
    }
  }

  private void look() {
    try {
      if (!lock.isInPlace()) {
        makeFolderAgain();
      }
      if (socketStamp == null || !socketStamp.isSameFile(Objects.requireNonNull(socket))) {
        moveSocket();
      }
      if (fileStamp == null || !fileStamp.isUnchanged(places.daemonFile())) {
        announce();
      }
    } catch (IOException e) {
      report(WriteTrouble.words(places.stateFolder(), e));
    } catch (PathProblem | RuntimeException e) {
      report(String.valueOf(e.getMessage()));
    }
  }

  private void makeFolderAgain() throws IOException, PathProblem {
    PrivateFolder.create(places.stateFolder());
    PrivateFolder.create(places.logsFolder());
    DaemonLock again = DaemonLock.take(places.lockFile(), Duration.ZERO).orElse(null);
    if (again != null) {
      lock.close();
      lock = again;
      fileStamp = null;
      actions.folderIsNew().run();
      log.atWarn().addKeyValue("folder", places.stateFolder()).log("state folder recreated");
    } else if (isSuperseded()) {
      log.atError()
          .addKeyValue("folder", places.stateFolder())
          .log("daemon stops: another daemon uses its state folder");
      actions.superseded().run();
    }
  }

  /* A command that only looks holds the lock for an instant, and says nothing in the file. */
  private boolean isSuperseded() throws IOException {
    return DaemonLock.ask(places.lockFile()) instanceof DaemonLock.State.Held(DaemonFile other, _)
        && other != null
        && other.pid() != ProcessHandle.current().pid();
  }

  private void moveSocket() throws IOException, PathProblem {
    Path wanted = freeSocket();
    Objects.requireNonNull(server).move(wanted);
    socket = wanted;
    socketStamp = FileStamp.of(wanted);
    fileStamp = null;
    log.atWarn().addKeyValue("socket", wanted).log("socket recreated");
  }

  private DaemonFile self(Path at) {
    return new DaemonFile(
        ProcessHandle.current().pid(), Version.current(), ThisHost.name(), at, started);
  }

  /* Clients that look for the daemon wait while it starts and while it ends. */
  private void say(Path at, DaemonPhase phase) {
    try {
      lock.write(self(at), phase);
    } catch (IOException e) {
      report(WriteTrouble.words(places.lockFile(), e));
    }
  }

  /* On a full disk the lock file still has its block: commands look there, too. */
  private void announce() {
    DaemonFile daemon = self(Objects.requireNonNull(socket));
    try {
      lock.write(daemon, DaemonPhase.RUNNING);
      daemon.write(places.daemonFile());
      FileStamp stamp = FileStamp.of(places.daemonFile());
      // after the stamp: someone may have written there before it was taken
      fileStamp = isOurs(DaemonFile.find(places.daemonFile())) ? stamp : null;
      report(null);
    } catch (IOException e) {
      report(WriteTrouble.words(places.daemonFile(), e));
    }
  }

  private boolean isOurs(Optional<DaemonFile> found) {
    return found
        .filter(file -> file.pid() == ProcessHandle.current().pid())
        .filter(file -> file.socket().equals(socket))
        .isPresent();
  }

  private void report(@Nullable String why) {
    if (why != null && !why.equals(trouble)) {
      log.atWarn().addKeyValue("why", why).log("daemon.json or socket cannot be recreated");
    }
    trouble = why;
  }

  /** Returns what users should know, a sentence each. */
  List<String> notes() {
    String why = trouble;
    return why == null
        ? List.of()
        : List.of("%s cannot be written: %s".formatted(places.daemonFile(), why));
  }

  /**
   * Says whether another daemon takes over when this one ends. Then {@code daemon.json} stays, and
   * a command that looks for a daemon meanwhile waits for the next one.
   */
  void handOver(boolean toAnother) {
    handedOver = toAnother;
  }

  private void shut() throws IOException, InterruptedException {
    closing.countDown();
    Thread thread = looking;
    if (thread != null && !thread.equals(Thread.currentThread())) {
      boolean _ = thread.join(LOCK_PATIENCE);
    }
    if (server != null) {
      say(Objects.requireNonNull(socket), DaemonPhase.ENDING);
      server.close();
    }
    if (!handedOver && fileStamp != null && fileStamp.isUnchanged(places.daemonFile())) {
      Files.deleteIfExists(places.daemonFile());
    }
  }

  /** Releases the lock: another daemon may begin. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
