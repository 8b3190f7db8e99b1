package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.paths.LogTail;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PrivateFile;
import dev.localport.paths.PrivateFolder;
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
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int LAST_WORDS = 10;

  private final Surroundings surroundings;
  private final Daemons daemons;
  private final DaemonProcess process;

  /** Starts what the surroundings name. */
  public DaemonLauncher(Surroundings surroundings, Daemons daemons) {
    this.surroundings = surroundings;
    this.daemons = daemons;
    this.process = new DaemonProcess(surroundings);
  }

  /**
   * Connects to the daemon, which is started before if it does not run.
   *
   * @param listener see {@link RpcClient#connect}
   */
  public DaemonClient findOrStart(RpcClient.Listener listener) throws CommandException {
    Optional<DaemonClient> running = daemons.find(listener);
    return running.isPresent() ? running.get() : start(listener);
  }

  private DaemonClient start(RpcClient.Listener listener) throws CommandException {
    Path lockFile = surroundings.places().stateFolder().resolve("daemon.start");
    try {
      PrivateFolder.create(surroundings.places().stateFolder());
      PrivateFolder.create(surroundings.places().logsFolder());
      PrivateFile.create(lockFile);
      PrivateFile.create(process.outputFile());
      try (FileChannel channel =
          FileChannel.open(lockFile, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
        return start(channel, listener);
      }
    } catch (PathProblem e) {
      throw new CommandException(e.exitCode(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the daemon cannot be started: " + lockFile + ": " + e.getMessage(), e);
    }
  }

  private DaemonClient start(FileChannel channel, RpcClient.Listener listener)
      throws CommandException, IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    long outputBefore = process.keptOutput();
    boolean locked = false;
    Process child = null;
    while (System.nanoTime() < end) {
      locked = locked || isLocked(channel); // first: only under the lock may "none" start one
      Optional<DaemonClient> found = daemons.findReady(listener);
      if (found.isPresent()) {
        return found.get();
      } else if (locked && child == null) {
        child = process.startDetached();
      } else if (child != null && isFailed(child)) {
        throw failed("it ended with " + child.exitValue(), outputBefore);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw failed("it did not answer within " + LIMIT.toSeconds() + " s", outputBefore);
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

  private CommandException failed(String how, long outputBefore) {
    StringBuilder message = new StringBuilder("the daemon did not start: ").append(how);
    List<String> lines = lastWords(outputBefore);
    if (!lines.isEmpty()) {
      message.append("; its last words, in ").append(surroundings.label(process.outputFile()));
      message.append(":");
      for (String line : lines) {
        message.append("\n  ").append(line);
      }
    }
    return new CommandException(ExitCode.GENERAL, message.toString());
  }

  private List<String> lastWords(long from) {
    try {
      return LogTail.lines(process.outputFile(), LAST_WORDS, from);
    } catch (IOException _) {
      return List.of(); // said nothing: the message stands without
    }
  }
}
