package dev.localport.daemon.kube;

import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.client.Kubeconfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The current contexts of kubeconfigs, as far as they were read: where a service would lead that
 * names no context and has not been started. No client is made for that. Thread-safe; files are
 * read in the background, by one thread at a time, and no caller waits for them.
 */
public final class CurrentContexts {
  private final Map<List<Path>, Optional<String>> known = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger(); // since the last time that all was read

  /** Returns the current context of a shell's kubeconfig; null: not known yet, or there is none. */
  public @Nullable String find(KubeShell shell) {
    Optional<String> current = known.get(shell.files());
    if (current == null) {
      want(Set.of(shell.files()));
      return null;
    }
    return current.orElse(null);
  }

  /** Has kubeconfigs be read that were not read before. */
  public void want(Set<List<Path>> kubeconfigs) {
    boolean isNews = false;
    for (List<Path> files : kubeconfigs) {
      isNews |= known.putIfAbsent(files, Optional.empty()) == null;
    }
    if (isNews) {
      readAgain();
    }
  }

  /** Has all of them be read again: one may have changed. */
  public void readAgain() {
    if (!known.isEmpty() && asked.getAndIncrement() == 0) {
      Thread.ofVirtual().name("current-contexts").start(this::readAll);
    }
  }

  private void readAll() {
    int now;
    do {
      now = asked.get();
      known.replaceAll((files, _) -> read(files));
    } while (!asked.compareAndSet(now, 0));
  }

  private static Optional<String> read(List<Path> files) {
    try {
      return Optional.of(Kubeconfig.read(files).context(null).name());
    } catch (KubeException _) {
      return Optional.empty(); // the start of a service reports why
    }
  }
}
