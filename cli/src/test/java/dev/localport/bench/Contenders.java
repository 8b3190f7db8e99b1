package dev.localport.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The programs side by side, all leading to the same service. */
final class Contenders implements Closeable {
  private final List<Forwarder> all = new ArrayList<>();

  private Contenders() {}

  /** Starts them one after the other. */
  static Contenders start(Setting setting, Path kubeconfig, Target target)
      throws IOException, InterruptedException {
    Contenders contenders = new Contenders();
    try {
      for (Build build : setting.builds()) {
        contenders.all.add(
            Localport.start(
                setting, build, kubeconfig, Localport.services(target), target.service()));
      }
      contenders.all.add(Kubectl.start(kubeconfig, target));
      contenders.all.add(Fabric8.start(setting, kubeconfig, target));
      return contenders;
    } catch (IOException | InterruptedException e) {
      contenders.close();
      throw e;
    }
  }

  /** Returns all of them, beginning with another one each round, so that none is always first. */
  List<Forwarder> inRound(int round) {
    List<Forwarder> turned = new ArrayList<>(all);
    Collections.rotate(turned, -round);
    return turned;
  }

  @Override
  public void close() throws IOException {
    for (Forwarder forwarder : all) {
      forwarder.close();
    }
  }
}
