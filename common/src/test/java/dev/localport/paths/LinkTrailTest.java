package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTrailTest {
  @TempDir private Path temporary;

  @Test
  void eachLinkOnTheWayIsNamedAndThenTheFile() throws IOException {
    Path root = temporary.toRealPath();
    Path folder = Files.createDirectories(root.resolve("real/kube"));
    Path file = Files.writeString(folder.resolve("config"), "x");
    Path relative = Files.createSymbolicLink(folder.resolve("up"), Path.of("../kube/config"));
    Path absolute = Files.createSymbolicLink(root.resolve("link"), folder);

    assertThat(LinkTrail.of(absolute.resolve("up"))).containsExactly(absolute, relative, file);
    assertThat(LinkTrail.of(file)).containsExactly(file);
  }

  @Test
  void theParentOfTheRootIsTheRoot() throws IOException {
    assertThat(LinkTrail.of(Path.of("/../.."))).containsExactly(Path.of("/"));
  }

  @Test
  void aCircleOfLinksIsNoFile() throws IOException {
    Path one = temporary.resolve("one");
    Files.createSymbolicLink(one, temporary.resolve("two"));
    Files.createSymbolicLink(temporary.resolve("two"), one);

    assertThatThrownBy(() -> LinkTrail.of(one))
        .isInstanceOf(IOException.class)
        .hasMessage("too many links");
  }
}
