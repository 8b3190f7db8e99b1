package dev.localport.bench;

import dev.localport.e2e.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a row measures, and how often.
 *
 * @param temporary a folder with a short path, since sockets lie in it
 * @param root of the project
 * @param rounds how often each thing is measured: medians are over so many
 */
record Setting(TestCluster cluster, Path temporary, Path root, int rounds) {
  /** Returns the builds of LocalPort that are measured. */
  List<Build> builds() {
    return Build.all(root);
  }

  /** Returns the build that this is. */
  Build now() {
    return new Build(Line.OURS, root);
  }

  /** Returns a new folder. */
  Path folder() throws IOException {
    return Files.createTempDirectory(temporary, "b");
  }

  /** Returns a number of the run that a property may change for a try. */
  static int property(String name, int usual) {
    return Integer.getInteger("bench." + name, usual);
  }
}
