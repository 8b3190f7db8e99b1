package dev.localport.daemon.host;

import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when files have changed. What is watched are their folders: editors replace a file by
 * another one. Where links lead to a file, the folder of each link is watched as well. Thread-safe;
 * one virtual thread notifies.
 */
public final class FileChanges implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileChanges.class);
  private static final Duration QUIET = Duration.ofMillis(200);

  private final WatchService service;
  private final Consumer<Path> changed;
  private final Map<Path, WatchKey> folders = new HashMap<>(); // guarded by this
  private Set<Path> files = Set.of(); // guarded by this
  private Map<Path, Set<Path>> trails = Map.of(); // guarded by this; what leads to which files

  /**
   * Watches nothing yet.
   *
   * @param changed is called with a file, once it was quiet for a moment after its changes
   */
  public FileChanges(Consumer<Path> changed) throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
    this.changed = changed;
    Thread.ofVirtual().name("file-changes").start(this::run);
  }

  /**
   * Watches these files and no others; a folder that cannot be watched is logged. Waits a few
   * seconds for a folder that does not respond.
   */
  public void watch(Set<Path> wanted) {
    Map<Path, Set<Path>> led = new HashMap<>();
    for (Path file : wanted) {
      for (Path step : trail(file)) {
        led.computeIfAbsent(step, _ -> new HashSet<>()).add(file);
      }
    }
    Set<Path> needed = new HashSet<>();
    led.keySet().forEach(step -> needed.add(Objects.requireNonNull(step.getParent(), "absolute")));
    Set<Path> silent = silent(needed); // before the monitor: no one else waits for them
    follow(wanted, led, needed, silent);
  }

  private static List<Path> trail(Path file) {
    try {
      return RegularFile.trail(file);
    } catch (IOException e) {
      warn(Objects.requireNonNull(file.getParent(), "absolute"), e);
      return List.of(file);
    }
  }

  /* To watch a folder on a mount that hangs would hold the one thread that all folders share. */
  private Set<Path> silent(Set<Path> needed) {
    Set<Path> unknown = new HashSet<>(needed);
    synchronized (this) {
      unknown.removeAll(folders.keySet());
    }
    unknown.removeIf(folder -> {
      try {
        RegularFile.awaitResponse(folder);
        return true;
      } catch (IOException e) {
        warn(folder, e);
        return false;
      }
    });
    return unknown;
  }

  private synchronized void follow(
      Set<Path> wanted, Map<Path, Set<Path>> led, Set<Path> needed, Set<Path> silent) {
    if (led.equals(trails) && folders.keySet().containsAll(needed)) {
      return;
    }
    files = Set.copyOf(wanted);
    trails = Map.copyOf(led);
    folders
        .keySet()
        .removeIf(folder -> {
          boolean gone = !needed.contains(folder);
          if (gone) {
            Objects.requireNonNull(folders.get(folder)).cancel();
          }
          return gone;
        });
    for (Path folder : needed) {
      if (!silent.contains(folder)) {
        folders.computeIfAbsent(folder, this::register);
      }
    }
  }

  private @Nullable WatchKey register(Path folder) {
    try {
      return folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException e) {
      warn(folder, e);
      return null;
    }
  }

  private static void warn(Path folder, IOException why) {
    log.atWarn()
        .addKeyValue("folder", folder)
        .addKeyValue("why", why)
        .log("changes to files in this folder cannot be watched");
  }

  private void tell(Path file) {
    try {
      changed.accept(file);
    } catch (RuntimeException e) { // a bug of one file's reader: the others are still watched
      log.atError().addKeyValue("file", file).setCause(e).log("change dropped: bug");
    }
  }

  private void run() {
    Set<Path> seen = new HashSet<>();
    try {
      while (true) {
        WatchKey key =
            seen.isEmpty() ? service.take() : service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
          watch(watched()); // a link may lead elsewhere now
          seen.forEach(this::tell);
          seen.clear();
        } else {
          key.pollEvents().forEach(event -> note(key, event, seen));
          key.reset();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // close() asked: the only ways out of the loop
    }
  }

  private synchronized void note(WatchKey key, WatchEvent<?> event, Set<Path> seen) {
    trails.forEach((step, led) -> {
      boolean meant =
          event.context() == null // too many to be named: any of them
              || step.equals(((Path) key.watchable()).resolve((Path) event.context()));
      if (meant) {
        seen.addAll(led);
      }
    });
  }

  private synchronized Set<Path> watched() {
    return files;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
