package dev.localport.daemon.kube;

import dev.localport.daemon.kube.client.KubeObjects;
import dev.localport.daemon.kube.client.Kubeconfig;
import dev.localport.paths.AtomicFile;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PipedKubeconfig;
import dev.localport.paths.PrivateFolder;
import dev.localport.paths.RegularFile;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of {@link KeptContexts}: one for each context, mode 0600, in a folder of their own. In
 * the same folder the command line puts kubeconfigs that came through a pipe, which are dropped
 * here as well. Thread-safe; what changes files does so one after the other, in the background.
 */
final class KeptFiles {
  private static final Logger log = LoggerFactory.getLogger(KeptFiles.class);
  private static final Duration UNUSED = Duration.ofMinutes(10); // a command is about to use it

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Path folder;
  private final InstantSource clock;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("kept-contexts").factory());

  /** What becomes of files that an earlier daemon kept and this one has not used. */
  enum Others {
    /** A command in the foreground may come back for them. */
    STAY,
    /** They are dropped, except those that a command has just made. */
    GO
  }

  KeptFiles(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Writes a context. */
  void write(String kubeconfig, Kubeconfig.Entry entry) {
    worker.execute(() -> {
      try {
        PrivateFolder.create(folder);
        AtomicFile.write(file(kubeconfig, entry.name()), json(kubeconfig, entry) + "\n");
      } catch (IOException | PathProblem e) {
        log.atWarn()
            .addKeyValue("context", entry.name())
            .addKeyValue("why", e.getMessage())
            .log("context cannot be kept");
      }
    });
  }

  private static JsonObject json(String kubeconfig, Kubeconfig.Entry entry) {
    return JsonObject.builder()
        .put("kubeconfig", kubeconfig)
        .put("context", entry.name())
        .put("namespace", entry.namespace())
        .put("cluster_name", entry.cluster())
        .put("cluster_folder", entry.server().folder().toString())
        .put("cluster", KubeObjects.READER.asJson(entry.server().entry()))
        .put("user_folder", entry.user().folder().toString())
        .put("user", KubeObjects.READER.asJson(entry.user().entry()))
        .build();
  }

  /** Returns a context; null if it was not kept, or cannot be read. */
  Kubeconfig.@Nullable Entry read(String kubeconfig, String context) {
    try {
      JsonObject json =
          JsonObject.parse(RegularFile.text(file(kubeconfig, context), RegularFile.OWN));
      return new Kubeconfig.Entry(
          json.text("context"),
          json.text("namespace"),
          json.text("cluster_name"),
          new Kubeconfig.Located<>(
              KubeObjects.READER.unmarshal(json.text("cluster"), Cluster.class),
              Path.of(json.text("cluster_folder"))),
          new Kubeconfig.Located<>(
              KubeObjects.READER.unmarshal(json.text("user"), AuthInfo.class),
              Path.of(json.text("user_folder"))));
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException | RuntimeException e) { // ours, or damaged: as if it were not there
      log.atWarn()
          .addKeyValue("context", context)
          .addKeyValue("why", e.getMessage())
          .log("kept context cannot be read");
      return null;
    }
  }

  private Path file(String kubeconfig, String context) {
    return folder.resolve(PipedKubeconfig.hash(kubeconfig + "\n" + context) + ".json");
  }

  /**
   * Drops what belongs to no kubeconfig in use.
   *
   * @param before the kubeconfigs that were in use until now
   * @param others what becomes of files that belong to neither
   */
  void retain(Set<String> used, Set<String> before, Others others) {
    worker.execute(() -> {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (!isNeeded(file, used, before, others)) {
            Files.deleteIfExists(file);
          }
        }
      } catch (NoSuchFileException _) {
        // nothing was ever kept
      } catch (IOException e) {
        log.atWarn().addKeyValue("why", e.getMessage()).log("kept contexts cannot be dropped");
      }
    });
  }

  private boolean isNeeded(Path file, Set<String> used, Set<String> before, Others others)
      throws IOException {
    if (belongs(file, used)) {
      return true;
    } else if (belongs(file, before)) {
      return false;
    }
    return others == Others.STAY || (!isContext(file) && isYoung(file));
  }

  private static boolean belongs(Path file, Set<String> kubeconfigs) throws IOException {
    return isContext(file) ? isOf(file, kubeconfigs) : isIn(file, kubeconfigs);
  }

  private static boolean isContext(Path file) {
    return file.toString().endsWith(".json");
  }

  private boolean isYoung(Path file) throws IOException {
    return clock.instant().isBefore(Files.getLastModifiedTime(file).toInstant().plus(UNUSED));
  }

  /** Waits until all is written, at most two seconds. */
  void close() {
    worker.shutdown();
    try {
      boolean _ = worker.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOf(Path file, Set<String> used) throws IOException {
    try {
      return used.contains(
          JsonObject.parse(RegularFile.text(file, RegularFile.OWN)).text("kubeconfig"));
    } catch (RpcException _) {
      return false; // damaged
    }
  }

  private static boolean isIn(Path file, Set<String> kubeconfigs) {
    return kubeconfigs.stream()
        .flatMap(kubeconfig -> KubeShell.files(kubeconfig).stream())
        .anyMatch(file::equals);
  }
}
