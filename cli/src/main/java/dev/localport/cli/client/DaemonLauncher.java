package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.paths.LogTail;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PrivateFile;
import dev.localport.paths.PrivateFolder;
import dev.localport.paths.WriteTrouble;
import dev.localport.rpc.RpcClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Starts the daemon when none runs. Of several commands that want one at the same time, the one
 * that gets the lock starts it, and the others wait for the same socket.
 */
public final class DaemonLauncher {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration REPLACE_LIMIT =
      Duration.ofSeconds(45); // the old one may take its time
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int LAST_WORDS = 10;

  private final CliEnvironment surroundings;
  private final Daemons daemons;
  private final DaemonProcess process;
  private final ManagedDaemon managed;

  /** Starts what the surroundings name. */
  public DaemonLauncher(CliEnvironment surroundings, Daemons daemons) {
    this.surroundings = surroundings;
    this.daemons = daemons;
    this.process = new DaemonProcess(surroundings);
    this.managed = new ManagedDaemon(surroundings);
  }

  /**
   * Connects to the daemon, which is started before if it does not run.
   *
   * @param listener see {@link RpcClient#connect}
   */
  public DaemonClient findOrStart(RpcClient.Listener listener) throws CommandException {
    return findOrStart(listener, () -> {});
  }

  /**
   * As the other one.
   *
   * @param starting runs before a daemon is started, which may take some seconds
   */
  public DaemonClient findOrStart(RpcClient.Listener listener, Runnable starting)
      throws CommandException {
    Optional<DaemonClient> running = daemons.find(listener);
    if (running.isPresent()) {
      return running.get();
    }
    starting.run();
    return start(new Launch(0, listener, this::begin));
  }

  private @Nullable Process begin() throws CommandException {
    return managed.isInCharge() ? managed.start() : process.startDetached(List.of());
  }

  /**
   * Starts a daemon in the place of the one that runs. The old one forwards until the new one is
   * ready for its ports; where the new one cannot start, the old one stays.
   *
   * @param old the process of the one that runs
   */
  public DaemonClient replace(long old, RpcClient.Listener listener) throws CommandException {
    if (!managed.isInCharge()) {
      return start(new Launch(old, listener, this::beginReplacing));
    }
    long replaced = managed.runs(old) ? standIn(old) : old;
    return start(new Launch(replaced, listener, managed::start));
  }

  private Process beginReplacing() throws CommandException {
    return process.startDetached(DaemonProcess.REPLACING);
  }

  /*
   * A service manager ends its daemon before it starts the next one. So that ports are not refused
   * for so long, one without manager forwards meanwhile; the manager's new one then replaces it.
   */
  private long standIn(long old) throws CommandException {
    try (DaemonClient daemon = start(new Launch(old, (_, _) -> {}, this::beginReplacing))) {
      boolean _ =
          managed.stop(); // the old one may take a moment to end, and still counts as running
      return daemon.pid();
    }
  }

  /**
   * What is to be started.
   *
   * @param old the process that it replaces; 0: none
   * @param beginning starts it
   */
  private record Launch(long old, RpcClient.Listener listener, Beginning beginning) {}

  /** Starts a daemon. */
  private interface Beginning {
    /** Returns its process; null where the service manager starts it. */
    @Nullable Process begin() throws CommandException;
  }

  private DaemonClient start(Launch launch) throws CommandException {
    Path lockFile = surroundings.places().stateFolder().resolve("daemon.start");
    try {
      if (!PrivateFolder.isThere(surroundings.places().stateFolder())) { // else the daemon says it
        PrivateFolder.create(surroundings.places().stateFolder());
      }
      PrivateFolder.create(surroundings.places().logsFolder());
      PrivateFile.create(lockFile);
      PrivateFile.create(process.outputFile());
      try (FileChannel channel =
          FileChannel.open(lockFile, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
        return start(channel, launch);
      }
    } catch (PathProblem e) {
      throw new CommandException(e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the daemon cannot be started: %s: %s"
              .formatted(surroundings.label(lockFile), WriteTrouble.words(lockFile, e)),
          e);
    }
  }

  private DaemonClient start(FileChannel channel, Launch launch)
      throws CommandException, IOException {
    Duration limit = launch.old() == 0 ? LIMIT : REPLACE_LIMIT;
    long end = System.nanoTime() + limit.toNanos();
    long outputBefore = process.keptOutput();
    boolean locked = false;
    boolean begun = false;
    @Nullable Process child = null; // stays null where the service manager starts the daemon
    while (System.nanoTime() < end) {
      locked = locked || isLocked(channel); // first: only under the lock may "none" start one
      DaemonClient found = ready(launch);
      if (found != null) {
        return found;
      } else if (locked && !begun) {
        begun = true;
        child = launch.beginning().begin();
      } else if (begun && child == null) {
        managed.keepStarting();
      } else if (child != null && isFailed(child)) {
        throw failed(child.exitValue(), outputBefore);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw failed(
        ExitCode.GENERAL, "it did not answer within " + limit.toSeconds() + " s", outputBefore);
  }

  private @Nullable DaemonClient ready(Launch launch) throws CommandException {
    DaemonClient found = daemons.findReady(launch.listener()).orElse(null);
    if (found != null && found.pid() == launch.old()) {
      found.close();
      return null;
    } else if (found != null) {
      found.requireSameProtocol();
    }
    return found;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock(); // held until the channel is closed
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // another thread of this process is at it
    }
  }

  /* One that ends with 0 has seen that another daemon is about to answer, or is a shell. */
  private static boolean isFailed(Process child) {
    return !child.isAlive() && child.exitValue() != 0;
  }

  /* The daemon's program ends with the exit codes of a command. */
  private CommandException failed(int exitValue, long outputBefore) {
    int exitCode = exitValue <= ExitCode.PERMISSION ? exitValue : ExitCode.GENERAL;
    return failed(exitCode, "it ended with " + exitValue, outputBefore);
  }

  private CommandException failed(int exitCode, String how, long outputBefore) {
    List<String> lines = lastWords(outputBefore);
    String words =
        lines.isEmpty()
            ? how
            : lines.size() == 1
                ? lines.getFirst()
                : "%s; its last output, in %s:\n  %s"
                    .formatted(
                        how, surroundings.label(process.outputFile()), String.join("\n  ", lines));
    return new CommandException(exitCode, "the daemon did not start: " + words);
  }

  private List<String> lastWords(long from) {
    try {
      return LogTail.lines(process.outputFile(), LAST_WORDS, from);
    } catch (IOException _) {
      return List.of(); // said nothing: the message stands without
    }
  }
}
