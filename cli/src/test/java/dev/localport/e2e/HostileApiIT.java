package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.hostile.HostileApi;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the daemon asks API servers whose answers would make it ask again and again. */
@Tag("ci")
@BesideOthers
class HostileApiIT {
  /** Before there were pauses it was 546 and 2,300 a second. */
  private static final int MOST_IN_TEN_SECONDS = 100;

  private static final Map<String, HostileApi.Behavior> BEHAVIORS =
      Map.of("watchclose", HostileApiIT::closesWatches, "continue", HostileApiIT::neverEnds);

  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: watchclose
          connection: {context: watchclose, resource_type: pod, resource_name: web-1}
          ports: ["auto:80"]
        - name: continue
          connection: {context: continue, resource_type: pod, resource_name: web-1}
          ports: ["auto:80"]
      """;

  @TempDir Path temporary;

  private static boolean closesWatches(Socket client, HostileApi.Request request)
      throws IOException {
    if (request.path().contains("watch=")) {
      HostileApi.say(client, 200, "");
      return true;
    }
    return HostileApi.plain(client, request);
  }

  private static boolean neverEnds(Socket client, HostileApi.Request request) throws IOException {
    if (request.path().contains("limit=")) {
      HostileApi.say(client, 200, HostileApi.list(HostileApi.pod(), "abc"));
      return true;
    }
    return HostileApi.plain(client, request);
  }

  @Test
  void neitherWatchesThatEndAtOnceNorListsWithoutEndMakeItAskWithoutAPause()
      throws IOException, InterruptedException {
    try (HostileApi api =
        new HostileApi(name -> Objects.requireNonNull(BEHAVIORS.get(name), name))) {
      Path kubeconfig =
          Files.writeString(
              temporary.resolve("kubeconfig"), api.kubeconfig(List.of("watchclose", "continue")));
      try (LocalportProgram localport = new LocalportProgram(temporary, kubeconfig)) {
        localport.config(SERVICES);
        localport.run("start", "--no-wait");
        Await.until("a watch", () -> api.requests("watchclose", "watch=") > 0);
        Await.until("a list", () -> api.requests("continue", "limit=") > 0);

        Await.pass(Duration.ofSeconds(10));

        int watches = api.requests("watchclose", "/");
        int lists = api.requests("continue", "/");
        System.out.printf(
            "requests in ten seconds: %d where watches end, %d where lists do not%n",
            watches, lists);
        assertThat(watches).isLessThan(MOST_IN_TEN_SECONDS);
        assertThat(lists).isLessThan(MOST_IN_TEN_SECONDS);
        assertThat(localport.run("status").exit()).isZero();
      }
    }
  }
}
