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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that a new user follows: each of their commands prints what the page shows. */
@Tag("ci")
@OnRealCluster
@NeedsFaults
@FaultsCluster
class PagesIT {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = "README.md")
  void theOutputsAreThoseOfThePage(String page, TestCluster cluster) throws IOException {
    var _ = Programs.need("kubectl", "kubernetes-client");
    var _ = Programs.need("tmux", "tmux");
    try (ReadersShell shell = new ReadersShell(temporary, cluster)) {
      PageWalk walk = new PageWalk(shell, LocalportProgram.root().resolve(page));
      walk.begin(ReadersShell.SHOP); // the first screen of the README is about it
      walk.assertHolds();
    }
  }
}
