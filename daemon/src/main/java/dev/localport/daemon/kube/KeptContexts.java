package dev.localport.daemon.kube;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.kube.client.Kubeconfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the contexts of the kubeconfigs that services use. Tools such as kubie and kubeswitch
 * make a kubeconfig for one shell and delete it with that shell, while its services continue. So
 * the last content of a context is kept in the state folder, as long as a service uses its
 * kubeconfig.
 *
 * <p>Only what {@code $KUBECONFIG} names is kept: {@code ~/.kube/config} is not deleted by closing
 * a shell. Thread-safe; {@link #find} reads a file, nothing else waits for the disk.
 */
public final class KeptContexts {
  private final @Nullable KeptFiles files;

  @GuardedBy("this")
  private Set<String> used = Set.of();

  @GuardedBy("this")
  private KeptFiles.Others unclaimed = KeptFiles.Others.STAY;

  @GuardedBy("this")
  private final Map<String, String> gone = new TreeMap<>(); // what is the matter by kubeconfig

  /**
   * Keeps contexts in a folder.
   *
   * @param folder is made when it is needed; null: nothing is kept
   */
  public KeptContexts(@Nullable Path folder, InstantSource clock) {
    this.files = folder == null ? null : new KeptFiles(folder, clock);
  }

  /**
   * Gets the kubeconfigs that services use; what was kept of those that were used until now is
   * dropped in the background. What an earlier daemon kept stays until {@link #dropUnclaimed}.
   *
   * @return whether they are others than before
   */
  synchronized boolean use(Set<String> kubeconfigs) {
    if (files == null || kubeconfigs.equals(used)) {
      return false;
    }
    Set<String> before = used;
    used = Set.copyOf(kubeconfigs);
    gone.keySet().retainAll(used);
    files.retain(used, before, unclaimed);
    return true;
  }

  /**
   * Drops, in the background, what an earlier daemon kept and no service of this one uses. To be
   * called once the commands in the foreground had time to come back.
   */
  synchronized void dropUnclaimed() {
    unclaimed = KeptFiles.Others.GO;
    if (files != null) {
      files.retain(used, used, unclaimed);
    }
  }

  /** Keeps a context as it was just read, in the background; not one that no service uses. */
  synchronized void keep(@Nullable String kubeconfig, Kubeconfig.Entry entry) {
    if (files != null && kubeconfig != null && used.contains(kubeconfig)) {
      files.write(kubeconfig, entry);
    }
  }

  /** Returns a context as it was kept, or null. */
  Kubeconfig.@Nullable Entry find(@Nullable String kubeconfig, String context) {
    return files == null || kubeconfig == null ? null : files.read(kubeconfig, context);
  }

  /** Notes that the last content of a kubeconfig is used. */
  synchronized void isGone(@Nullable String kubeconfig, String how) {
    if (kubeconfig != null) {
      gone.put(kubeconfig, how);
    }
  }

  /** Notes that a kubeconfig can be read. */
  synchronized void isBack(@Nullable String kubeconfig) {
    if (kubeconfig != null) {
      gone.remove(kubeconfig);
    }
  }

  /** Waits a moment until what is to be kept is on the disk. */
  void close() {
    if (files != null) {
      files.close();
    }
  }

  /** Returns a sentence for each kubeconfig whose last content is used. */
  synchronized List<String> notes() {
    List<String> notes = new ArrayList<>();
    gone.forEach((kubeconfig, how) -> {
      if (used.contains(kubeconfig)) {
        notes.add("kubeconfig %s %s; LocalPort uses its last content".formatted(kubeconfig, how));
      }
    });
    return notes;
  }
}
