package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigSearchTest {
  private static final Path HOME = Path.of("/home/ada");
  private static final Path CURRENT = Path.of("/shop");
  private static final List<Path> USUAL =
      List.of(
          Path.of("/shop/localport.yaml"),
          Path.of("/xdg/localport/config.yaml"),
          Path.of("/home/ada/.localport.yaml"),
          Path.of("/etc/localport/config.yaml"));

  private final Set<Path> files = new HashSet<>(USUAL);

  private SearchResult find(@Nullable String named, Map<String, String> environment) {
    return new ConfigSearch(environment, HOME, CURRENT, files::contains).find(named);
  }

  private static SearchResult found(String path) {
    return new SearchResult.Found(Path.of(path), false);
  }

  @Test
  void takesTheUsualPlacesInTheContractsOrder() {
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", "/xdg");

    for (Path place : USUAL) {
      assertThat(find(null, environment))
          .isEqualTo(new SearchResult.Found(place, place.equals(USUAL.getFirst())));
      files.remove(place);
    }
    assertThat(find(null, environment)).isEqualTo(new SearchResult.Nowhere(USUAL));
  }

  @Test
  void anOptionWinsOverTheVariableAndThatOverThePlaces() {
    files.addAll(List.of(Path.of("/shop/mine.yaml"), Path.of("/other.yaml")));
    Map<String, String> environment = Map.of("LOCALPORT_CONFIG", "/other.yaml");

    assertThat(find("conf/../mine.yaml", environment)).isEqualTo(found("/shop/mine.yaml"));
    assertThat(find(null, environment)).isEqualTo(found("/other.yaml"));
  }

  @Test
  void aFileOfTheCurrentFolderThatIsNamedIsNotThereByChance() {
    assertThat(find("localport.yaml", Map.of())).isEqualTo(found("/shop/localport.yaml"));
  }

  @Test
  void aFileThatIsNamedAndMissingIsNeverReplacedByAnother() {
    assertThat(find("gone.yaml", Map.of()))
        .isEqualTo(new SearchResult.NamedMissing(Path.of("/shop/gone.yaml"), "--config"));
    assertThat(find(null, Map.of("LOCALPORT_CONFIG", "gone.yaml")))
        .isEqualTo(new SearchResult.NamedMissing(Path.of("/shop/gone.yaml"), "$LOCALPORT_CONFIG"));
  }

  @Test
  void anEmptyVariableCountsAsNotSetAndARelativeXdgFolderIsIgnored() {
    files.clear();
    files.add(Path.of("/home/ada/.config/localport/config.yaml"));

    assertThat(find(null, Map.of("LOCALPORT_CONFIG", "", "XDG_CONFIG_HOME", "xdg")))
        .isEqualTo(found("/home/ada/.config/localport/config.yaml"));
    assertThat(find(null, Map.of())).isEqualTo(found("/home/ada/.config/localport/config.yaml"));
  }
}
