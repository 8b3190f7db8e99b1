package dev.localport.simulator.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreTest {
  private static final int HISTORY = 5;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Store store = new Store(() -> NOW, HISTORY);

  private static ObjectNode pod(String name) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", name).put("namespace", "demo");
    return pod;
  }

  private static ObjectId id(String name) {
    return new ObjectId(Kinds.POD, "demo", name);
  }

  private static Query query(String fields) {
    return new Query(
        Kinds.POD, "demo", LabelSelector.parse(""), FieldSelector.parse(Kinds.POD, fields));
  }

  private void phase(String name, String phase) {
    store.update(id(name), pod -> pod.withObject("/status").put("phase", phase));
  }

  private List<String> events(Query query, long since) {
    return store.since(since).stream()
        .flatMap(change -> query.event(change).stream())
        .map(event -> event.type() + " " + Json.text(event.object(), "metadata.name"))
        .toList();
  }

  @Test
  void eachChangeHasAVersionOfItsOwn() {
    store.create(pod("a"));
    phase("a", "Running");
    long before = store.version();
    phase("a", "Running");

    assertThat(store.version()).as("what changes nothing").isEqualTo(before);
    assertThat(Json.text(store.find(id("a")).orElseThrow(), "metadata.resourceVersion"))
        .isEqualTo(Long.toString(before));
    assertThatThrownBy(() -> store.create(pod("a")))
        .isInstanceOf(StatusException.class)
        .hasMessage("pods \"a\" already exists");
  }

  @Test
  void aChangeDoesNotTouchWhatWasHandedOut() {
    ObjectNode created = store.create(pod("a"));
    phase("a", "Running");

    assertThat(Json.text(created, "status.phase")).isEmpty();
    assertThat(Json.text(created, "metadata.creationTimestamp")).isEqualTo(NOW.toString());
  }

  @Test
  void aWatchIsToldWhatBeginsAndEndsToFit() {
    long start = store.version();
    store.create(pod("a"));
    phase("a", "Running");
    phase("a", "Failed");
    store.create(pod("b"));
    store.delete(id("a"));

    assertThat(events(query(""), start))
        .containsExactly("ADDED a", "MODIFIED a", "MODIFIED a", "ADDED b", "DELETED a");
    assertThat(events(query("status.phase=Running"), start))
        .containsExactly("ADDED a", "DELETED a");
    assertThat(
            events(
                new Query(
                    Kinds.POD,
                    "other",
                    LabelSelector.parse(""),
                    FieldSelector.parse(Kinds.POD, "")),
                start))
        .isEmpty();
  }

  @Test
  void whatTheHistoryDoesNotReachIsGone() {
    long start = store.version();
    for (int i = 0; i <= HISTORY; i++) {
      store.create(pod("p" + i));
    }

    assertThat(events(query(""), start + 1)).hasSize(HISTORY);
    assertThatThrownBy(() -> store.since(start))
        .isInstanceOfSatisfying(
            StatusException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(410);
              assertThat(Json.text(refusal.status(), "reason")).isEqualTo("Expired");
            })
        .hasMessage("too old resource version: %d (%d)".formatted(start, start + 1));
  }

  @Test
  void afterForgettingNoVersionThatWasSeenIsGoodEnough() {
    store.create(pod("a"));
    long seen = store.version();

    store.forget();

    assertThatThrownBy(() -> store.since(seen)).isInstanceOf(StatusException.class);
    assertThat(store.since(store.version())).isEmpty();
  }

  @Test
  void listenersHearAllInOrderEvenOfWhatAListenerDid() {
    List<String> heard = new ArrayList<>();
    store.listen(change -> {
      if (change.id().name().equals("a")) {
        store.create(pod("b"));
      }
    });
    store.listen(change -> heard.add(change.id().name()));

    store.create(pod("a"));

    assertThat(heard).containsExactly("a", "b");
  }

  @Test
  void pagesShowAllOnceAndEndWhenTheHistoryDoes() {
    for (String name : List.of("c", "a", "b")) {
      store.create(pod(name));
    }

    Page first = Page.of(query("").list(store), 2, "", store);
    Page second = Page.of(query("").list(store), 2, String.valueOf(first.next()), store);

    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.remaining()).isEqualTo(1);
    assertThat(names(second)).containsExactly("c");
    assertThat(second.next()).isNull();
    store.forget();
    assertThatThrownBy(() -> Page.of(query("").list(store), 2, String.valueOf(first.next()), store))
        .isInstanceOf(StatusException.class)
        .hasMessageStartingWith("too old resource version");
    assertThatThrownBy(() -> Page.of(List.of(), 2, "nonsense!", store))
        .isInstanceOf(StatusException.class)
        .hasMessage("continue key is not valid");
  }

  private static List<String> names(Page page) {
    return page.objects().stream().map(pod -> Json.text(pod, "metadata.name")).toList();
  }
}
