package dev.localport.e2e.pages;

import dev.localport.e2e.FaultsCluster;
import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.NeedsFaults;
import dev.localport.e2e.OnRealCluster;
import dev.localport.e2e.Programs;
import dev.localport.e2e.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages that a new user follows: each of their commands prints what the page shows. It deletes
 * a pod and needs one that crashes, so the cluster is the one with faults.
 */
@OnRealCluster
@NeedsFaults
@FaultsCluster
class PagesIT {
  @TempDir Path temporary;

  private ReadersShell shell(TestCluster cluster) throws IOException {
    var _ = Programs.need("kubectl", "kubernetes-client");
    var _ = Programs.need("tmux", "tmux");
    return new ReadersShell(temporary, cluster);
  }

  private static PageWalk walk(ReadersShell shell, String page) {
    return new PageWalk(shell, LocalportProgram.root().resolve(page));
  }

  @Test
  @Tag("ci")
  void theReadmeShowsWhatIsPrinted(TestCluster cluster) throws IOException {
    try (ReadersShell shell = shell(cluster)) {
      PageWalk walk = walk(shell, "README.md");
      walk.begin(ReadersShell.SHOP); // its first screen is about services that run
      walk.assertHolds();
    }
  }

  @Test
  @Tag("long")
  void gettingStartedShowsWhatIsPrinted(TestCluster cluster) throws IOException {
    try (ReadersShell shell = shell(cluster)) {
      walk(shell, "docs/getting-started.md").assertHolds();
    }
  }
}
