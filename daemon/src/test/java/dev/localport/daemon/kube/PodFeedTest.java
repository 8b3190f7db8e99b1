package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a server is asked that ends every watch at once, or never ends its list. */
class PodFeedTest {
  private static final String PODS = "/api/v1/namespaces/shop/pods";
  private static final String LIST =
      "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"%s\"},"
          + "\"items\":[{\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\"}}]}";

  @RegisterExtension private final StubApi api = new StubApi();

  private PodWatch watch() throws KubeException {
    ResolvedTarget target =
        new ResolvedTarget("service/web", "shop", null, "app=web", false, List.of());
    return api.context().targets().watch(target, PodListener.NONE);
  }

  private void answer(HttpHandler list, HttpHandler watch) {
    api.on(
        PODS,
        exchange -> {
          boolean isWatch = exchange.getRequestURI().getQuery().contains("watch=true");
          (isWatch ? watch : list).handle(exchange);
        });
  }

  /**
   * The first end is followed at once. From then on seven rounds have five pauses: two of 250 ms,
   * and one each of 500 ms, a second and two.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"200, ''", "410, ''", "200, '{\"type\":\"ERROR\",\"object\":{\"code\":410}}'"})
  void aWatchThatEndsAtOnceIsOpenedAgainAfterAPauseThatGrows(int code, String body)
      throws KubeException {
    answer(StubApi.saying(200, LIST.formatted("")), StubApi.saying(code, body));
    Instant begun = Instant.now();
    try (PodWatch _ = watch()) {
      Await.until("seven rounds", () -> watches() >= 7);
    }

    assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
  }

  private long watches() {
    return api.asked.stream().filter(uri -> uri.contains("watch=true")).count();
  }

  /* Looked at every 10 s alone, eight lists would take longer than a test waits. */
  @Test
  void whereNoWatchIsAllowedAnEventHasTheListReadSoonerForAWhile() throws KubeException {
    answer(
        StubApi.saying(200, LIST.formatted("")),
        StubApi.saying(403, "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":403}"));
    try (PodWatch watch = watch()) {
      Await.until("a watch that is refused", () -> watches() >= 1);
      Await.until(
          "more lists",
          () -> {
            watch.look();
            return lists() >= 8;
          });
    }
  }

  /** What is no answer of an API server counts as a watch that ended. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"200, ''", "403, ''", "403, '<html>Denied by the proxy</html>'", "502, ''"})
  void whereWatchesDoNotLastTheListIsReadAgain(int code, String body) throws KubeException {
    answer(StubApi.saying(200, LIST.formatted("")), StubApi.saying(code, body));
    try (PodWatch _ = watch()) {
      Await.until("more lists", () -> lists() >= 3);
    }
  }

  private long lists() {
    return api.asked.size() - watches();
  }

  @Test
  void aServerThatNamesPodsWithoutEndIsFollowedForSoMany() throws KubeException {
    String pods =
        IntStream.range(0, PodWatch.MOST + 100)
            .mapToObj(
                "{\"metadata\":{\"name\":\"p%d\",\"uid\":\"p\",\"labels\":{\"app\":\"web\"}}}"
                    ::formatted)
            .collect(Collectors.joining(","));
    answer(
        StubApi.saying(
            200,
            "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[%s]}"
                .formatted(pods)),
        StubApi.saying(200, ""));
    try (PodWatch watch = watch()) {
      Await.until("pods", () -> !watch.pods().isEmpty());

      assertThat(watch.pods()).hasSize(PodWatch.MOST);
    }
  }

  @Test
  void aPodWithoutNamespaceAndContainerNameIsRead() throws KubeException {
    answer(
        StubApi.saying(
            200,
            """
            {"kind":"PodList","metadata":{"resourceVersion":"7"},"items":[{
             "metadata":{"name":"p","uid":"p","labels":{"app":"web"}},
             "spec":{"containers":[{}]}}]}\
            """),
        StubApi.saying(200, ""));
    try (PodWatch watch = watch()) {
      Await.until("pods", () -> !watch.pods().isEmpty());
    }
  }

  @Test
  void aListThatNeverEndsIsAskedForTwoPagesAndThenLeftAlone() throws KubeException {
    answer(StubApi.saying(200, LIST.formatted("abc")), StubApi.saying(200, ""));
    try (PodWatch watch = watch()) {
      Await.until("two pages", () -> api.asked.size() >= 2);
      watch.refresh();
      Await.until("two pages more", () -> api.asked.size() >= 4);
    }

    assertThat(api.asked).as("no watch").noneMatch(uri -> uri.contains("watch"));
  }
}
