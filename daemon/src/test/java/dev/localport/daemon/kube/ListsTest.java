package dev.localport.daemon.kube;

import static dev.localport.daemon.kube.StubApi.PATIENT;
import static dev.localport.daemon.kube.StubApi.packed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.NodeInfo;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How lists are asked for, whole and in pages, and which objects are taken. */
class ListsTest {
  private static final String FIRST = "/api/v1/nodes?limit=500&resourceVersion=0";

  @RegisterExtension private final StubApi api = new StubApi();

  private static ClusterQuery query(@Nullable String namespace, int limit) {
    return new ClusterQuery(true, namespace, null, null, limit, null);
  }

  private static String list(@Nullable String next, String... names) {
    String items =
        List.of(names).stream()
            .map("{\"metadata\":{\"name\":\"%s\"}}"::formatted)
            .collect(Collectors.joining(","));
    return "{\"metadata\":{\"continue\":\"%s\"},\"items\":[%s]}"
        .formatted(next == null ? "" : next, items);
  }

  private List<String> nodes(int limit) throws KubeException {
    return api.reads().nodes(query(null, limit), PATIENT).stream().map(NodeInfo::name).toList();
  }

  @Test
  void theWatchCacheIsReadWhole() throws KubeException {
    api.on(FIRST, list(null, "b", "c", "a"));

    assertThat(nodes(0)).containsExactly("a", "b", "c");
    assertThat(api.asked).containsExactly(FIRST);
  }

  @Test
  void pagesAreReadToTheLast() throws KubeException {
    api.on(FIRST, list("x/y", "a"));
    api.on("/api/v1/nodes?limit=500&continue=x%2Fy", list("z", "b"));
    api.on("/api/v1/nodes?limit=500&continue=z", list(null, "c"));

    assertThat(nodes(0)).containsExactly("a", "b", "c");
  }

  @Test
  void aListThatNamesItselfAsTheNextPageIsGivenUpAfterTwoQuestions() {
    api.on("/api/v1/nodes", list("abc", "a"));

    assertThatThrownBy(() -> nodes(0))
        .isInstanceOf(KubeException.class)
        .hasMessageEndingWith("an endless list: page 2 refers to itself as the next page");
    assertThat(api.asked).hasSize(2);
  }

  @Test
  void aListOfNodesThatHasNoEndFillsNoMemory() throws KubeException {
    String[] names = new String[5_500];
    Arrays.setAll(names, "node-%05d"::formatted);
    api.on(FIRST, list(null, names));

    assertThat(nodes(0)).hasSize(5_000);
  }

  @Test
  void aLongTextIsCut() throws KubeException {
    api.on(FIRST, list(null, "x".repeat(100_000)));

    assertThat(nodes(0)).containsExactly("x".repeat(1024) + "…");
  }

  @Test
  void anObjectWithoutEndIsGivenUp() {
    String conditions = "{\"type\":\"MemoryPressure\",\"status\":\"True\"},".repeat(20_001);
    api.on(
        FIRST,
        "{\"items\":[{\"metadata\":{\"name\":\"a\"},\"status\":{\"conditions\":[%s{}]}}]}"
            .formatted(conditions));

    assertThatThrownBy(() -> nodes(0))
        .isInstanceOf(KubeException.class)
        .hasMessageContaining("has more than 20,000 fields or elements");
  }

  @Test
  void anAnswerThatIsNestedTooDeepIsSaidInPlainWords() {
    api.on(FIRST, "{\"items\":[{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}]}");

    assertThatThrownBy(() -> nodes(0))
        .isInstanceOf(KubeException.class)
        .hasMessageContaining("returned an invalid response: ")
        .hasMessageNotContaining("StreamReadConstraints");
  }

  @Test
  void pagesThatExpireAreReadAgainAsAWhole() throws KubeException {
    api.on(FIRST, list("old", "a"));
    api.refuse("/api/v1/nodes?limit=500&continue=old", 410, "the token is too old");
    api.on("/api/v1/nodes?resourceVersion=0", list(null, "a", "b"));

    assertThat(nodes(0)).containsExactly("a", "b");
  }

  @Test
  void noMoreObjectsAreTakenThanAreAskedFor() throws KubeException {
    api.on("/api/v1/nodes?limit=3", list("next", "a", "b"));
    api.on("/api/v1/nodes?limit=1&continue=next", list("more", "c", "d"));

    assertThat(nodes(3)).containsExactly("a", "b", "c");
    assertThat(api.asked).hasSize(2);
  }

  @Test
  void namespaceAndSelectorsAreTheServersToApply() throws KubeException {
    api.on("/api/v1/namespaces/shop/pods", "{\"items\":[]}");

    api.reads()
        .pods(
            new ClusterQuery(true, "shop", "status.phase!=Succeeded", "app in (a, b)", 0, null),
            PATIENT);

    assertThat(api.asked)
        .containsExactly(
            "/api/v1/namespaces/shop/pods?fieldSelector=status.phase%21%3DSucceeded"
                + "&labelSelector=app+in+%28a%2C+b%29&limit=500&resourceVersion=0");
  }

  @Test
  void aPackedAnswerIsUnpacked() throws KubeException {
    String[] many =
        IntStream.range(0, 5_000).mapToObj("node-%05d"::formatted).toArray(String[]::new);
    api.on(FIRST, packed(list(null, many)));

    assertThat(nodes(0)).containsExactly(many);
  }

  @Test
  void aListThatIsCutShortIsNone() {
    api.on(FIRST, "{\"items\":[{\"metadata\":{\"name\":\"a\"}}");

    assertThatThrownBy(() -> nodes(0))
        .isInstanceOf(KubeException.class)
        .hasMessageContaining("returned an invalid response");
  }

  @Test
  void theLimitOfEventsIsNotTheServersSinceItDoesNotSort() throws KubeException {
    api.on(
        "/api/v1/events?limit=500&resourceVersion=0",
        """
        {"items":[
          {"involvedObject":{"kind":"Pod","name":"a"},"lastTimestamp":"2026-01-01T00:00:01Z"},
          {"involvedObject":{"kind":"Pod","name":"b"},"lastTimestamp":"2026-01-01T00:00:03Z"},
          {"involvedObject":{"kind":"Pod","name":"c"},"lastTimestamp":"2026-01-01T00:00:02Z"}]}
        """);

    assertThat(api.reads().events(query(null, 2), 50, Map.of(), PATIENT).events())
        .extracting("object")
        .containsExactly("pod/b", "pod/c");
    assertThat(api.reads().events(query(null, 0), 1, Map.of(), PATIENT).events())
        .extracting("object")
        .containsExactly("pod/b");
  }
}
