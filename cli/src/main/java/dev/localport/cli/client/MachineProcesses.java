package dev.localport.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The processes of this machine. */
final class MachineProcesses implements Processes {
  private static final Duration PAUSE = Duration.ofMillis(20);

  @Override
  public Optional<Running> find(long pid) {
    return ProcessHandle.of(pid).map(OneProcess::new);
  }

  private record OneProcess(ProcessHandle handle) implements Running {
    @Override
    public long pid() {
      return handle.pid();
    }

    @Override
    public Optional<Instant> started() {
      return handle.info().startInstant();
    }

    @Override
    public String commandLine() {
      return handle.info().commandLine().orElse("");
    }

    @Override
    public void terminate() {
      boolean _ = handle.destroy();
    }

    @Override
    public void kill() {
      boolean _ = handle.destroyForcibly();
    }

    @Override
    public boolean hasEnded(Duration limit) {
      long end = System.nanoTime() + limit.toNanos();
      while (isAlive()) {
        if (System.nanoTime() - end >= 0) {
          return false;
        }
        LockSupport.parkNanos(PAUSE.toNanos()); // the system reports only the end of a child
      }
      return true;
    }

    /*
     * A dead process that its parent has not collected, as in a container without init, has no
     * command.
     */
    private boolean isAlive() {
      return handle.isAlive() && handle.info().command().isPresent();
    }
  }
}
