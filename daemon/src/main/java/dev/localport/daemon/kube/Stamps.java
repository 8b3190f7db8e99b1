package dev.localport.daemon.kube;

import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.client.Kubeconfig;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows whether the files of a context have changed since it was read. Immutable; to ask waits for
 * files.
 *
 * @param kubeconfigs a stamp for each kubeconfig, see {@link RegularFile#stamp}
 * @param namedFiles the files that its entry names: certificates, keys, tokens
 * @param named a stamp for each of those
 */
record Stamps(List<String> kubeconfigs, List<Path> namedFiles, List<String> named) {
  private static final String UNKNOWN = "?"; // its reader reports why

  static List<String> ofKubeconfigs(List<Path> files) throws KubeException {
    List<String> stamps = new ArrayList<>();
    for (Path file : files) {
      try {
        stamps.add(RegularFile.stamp(file));
      } catch (IOException e) {
        throw Kubeconfig.unreadable(file, e);
      }
    }
    return stamps;
  }

  static Stamps of(List<String> kubeconfigs, Kubeconfig.Entry entry) {
    List<Path> files = entry.namedFiles();
    return new Stamps(List.copyOf(kubeconfigs), files, ofNamed(files));
  }

  private static List<String> ofNamed(List<Path> files) {
    return files.stream().map(Stamps::ofNamed).toList();
  }

  private static String ofNamed(Path file) {
    try {
      return RegularFile.stamp(file);
    } catch (IOException _) {
      return UNKNOWN;
    }
  }

  boolean isNamedUnchanged() {
    return named.equals(ofNamed(namedFiles));
  }
}
