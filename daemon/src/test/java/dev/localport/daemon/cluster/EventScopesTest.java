package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.reads.EventScope;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose events are followed. */
class EventScopesTest {
  private static final EventScope NODES = EventScope.nodes(null);

  private static Set<EventScope> of(ClusterQuery query, String... namespaces) {
    return EventScopes.of(query, new TreeSet<>(Arrays.asList(namespaces)));
  }

  private static ClusterQuery query(
      boolean enabled,
      @Nullable String namespace,
      @Nullable String fields,
      @Nullable String labels) {
    return new ClusterQuery(enabled, namespace, fields, labels, 0, null);
  }

  private static final ClusterQuery ALL = query(true, null, null, null);

  @Test
  void thoseOfTheServicesNamespacesAndOfNodes() {
    assertThat(of(ALL, "shop", "db"))
        .containsExactlyInAnyOrder(new EventScope("shop", null), new EventScope("db", null), NODES);
    assertThat(of(ALL, "default")).containsExactly(new EventScope("default", null));
    assertThat(of(ALL)).isEmpty();
  }

  @Test
  void whatTheFileSaysOfEventsHoldsForThemToo() {
    assertThat(of(query(false, null, null, null), "shop")).isEmpty();
    assertThat(of(query(true, null, null, "app=web"), "shop")).isEmpty();
    assertThat(of(query(true, "shop", null, null), "shop", "db"))
        .containsExactly(new EventScope("shop", null));
    assertThat(of(query(true, "", "type=Warning", null), "shop"))
        .containsExactlyInAnyOrder(
            new EventScope("shop", "type=Warning"),
            new EventScope("default", "involvedObject.kind=Node,type=Warning"));
  }

  @Test
  void noMoreThanAHandfulOfNamespaces() {
    TreeSet<String> many =
        IntStream.range(100, 200)
            .mapToObj(i -> "n" + i)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(EventScopes.of(ALL, many))
        .hasSize(EventScopes.MOST + 1)
        .contains(NODES, new EventScope("n100", null));
  }
}
