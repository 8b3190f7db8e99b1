package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Caller;
import dev.localport.api.ClusterRequest;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.api.PodLogLine;
import dev.localport.api.PodLogPosition;
import dev.localport.api.PodLogSeam;
import dev.localport.api.PodLogSource;
import dev.localport.api.ProxyVariables;
import dev.localport.api.Selection;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.Settled;
import dev.localport.api.StartRequest;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/api.md} says what the daemon does: its examples are sent over the socket.
 *
 * <p>Over 300 lines, since it knows what each example needs to be true.
 */
@Timeout(120)
class ApiDocTest {
  private static final String HOME = "/home/eve";
  private static final int FLOOD = 20_000;

  /** Notifications that tests of their own compare. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          RpcConnection.MISSED,
          Methods.TROUBLE,
          Methods.POD_POSITION,
          Methods.POD_LINES,
          Methods.POD_SEAM);

  @TempDir private Path folder;
  private static final String SERVICES =
      """
      {"kind":"ServiceList","apiVersion":"v1","metadata":{},"items":[
       {"metadata":{"namespace":"shop","name":"web"},
        "spec":{"clusterIP":"10.0.0.1","selector":{"app":"web"},"ports":[{"name":"http","port":80}]}},
       {"metadata":{"namespace":"shop","name":"out"},
        "spec":{"type":"ExternalName","externalName":"example.com"}},
       {"metadata":{"namespace":"shop","name":"dns"},
        "spec":{"clusterIP":"10.0.0.2","ports":[{"port":53,"protocol":"UDP"}]}}]}\
      """;
  private static final String STATEFUL_SETS =
      """
      {"kind":"StatefulSetList","apiVersion":"apps/v1","metadata":{},"items":[
       {"metadata":{"namespace":"shop","name":"db"},
        "spec":{"serviceName":"db","replicas":2,"template":{"metadata":{"labels":{"app":"db"}},
         "spec":{"containers":[{"name":"db","ports":[{"containerPort":5432}]}]}}}}]}\
      """;

  private ControlFixture fixture;
  private Control control;
  private ApiDoc page;
  private Path socket;

  @BeforeEach
  void open() throws IOException {
    page = ApiDoc.read();
    fixture = new ControlFixture(folder);
    fixture.daemon.server.objects.put(
        "/api/v1/namespaces/shop/pods", TableText.of("web-1", "web-2"));
    fixture.daemon.server.objects.put("/api/v1/namespaces/shop/services", SERVICES);
    fixture.daemon.server.objects.put("/apis/apps/v1/namespaces/shop/statefulsets", STATEFUL_SETS);
    Files.createDirectories(folder.resolve(".kube"));
    Files.copy(folder.resolve("kube/config"), folder.resolve(".kube/config"));
    Files.writeString(
        folder.resolve(".kube/sso"),
        """
        contexts: [{name: dev, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: company-sso, args: [get-token]}}}]
        """);
    for (Map.Entry<String, String> file : page.files().entrySet()) {
      Path path = Path.of(here(file.getKey()));
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
    }
    control = fixture.control;
    socket = folder.resolve("daemon.sock");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String here(String text) {
    return text.replace(HOME, folder.toString());
  }

  private ApiPeer connect() throws IOException {
    return new ApiPeer(socket, line -> line.replace(folder.toString(), HOME));
  }

  @Test
  void eachExampleIsAnsweredAsItIsWritten() throws IOException, InterruptedException {
    try (RpcServer _ = ControlFixture.serve(socket, control.methods());
        ApiPeer peer = connect()) {
      for (ApiDoc.Line line : page.lines()) {
        if (line.sent()) {
          peer.send(here(line.text()));
        } else {
          check(JsonObject.parse(line.text()), peer);
        }
      }
    }

    assertThat(fixture.stopped.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /* The daemon may send more notifications than the page shows; one must match. */
  private void check(JsonObject written, ApiPeer peer) throws IOException {
    Shape shape = new Shape(abbreviated());
    String method = written.findText("method");
    if (method == null) {
      JsonObject came = peer.answer();
      assertThat(shape.difference(written.asMap(), came.asMap())).as("in %s", came).isNull();
    } else if (!ELSEWHERE.contains(method)) {
      happens(method);
      JsonObject came = peer.notification(method);
      while (shape.difference(written.asMap(), came.asMap()) != null) {
        came = peer.notification(method);
      }
    }
  }

  /** Causes the event that the page's daemon reports without a request. */
  private void happens(String notification) {
    if (notification.equals(Methods.HEALTH_UPDATE) || notification.equals(Methods.STATUS_CHANGED)) {
      fixture.subscribers.onHealth(ClusterSamples.cluster("dev", 1));
    } else if (notification.equals(Methods.RECONNECT_ATTEMPT)) {
      fixture.daemon.server.cut();
    }
  }

  /** Returns the service and the clusters, in short and whole, that the page shows in full. */
  private List<Map<?, ?>> abbreviated() {
    JsonObject status = resultWith("\"overall\"");
    JsonObject whole = resultWith("\"recent_events_total\"");
    return List.of(first(status, "services"), first(status, "clusters"), first(whole, "clusters"));
  }

  private JsonObject resultWith(String text) {
    return page.lines().stream()
        .filter(line -> line.text().contains(text))
        .map(line -> JsonObject.parse(line.text()).object("result"))
        .findFirst()
        .orElseThrow();
  }

  private static Map<?, ?> first(JsonObject status, String key) {
    return status.asMap().get(key) instanceof List<?> list && list.getFirst() instanceof Map<?, ?> m
        ? m
        : Map.of();
  }

  @Test
  void aHoleInTheNotificationsIsToldAsItIsWritten() throws IOException {
    JsonObject large =
        JsonObject.builder().put("text", "x".repeat(1_000)).put("at", ClusterSamples.NOW).build();
    RpcMethods flood =
        new RpcMethods(
            Map.of(
                "flood",
                (_, from) -> {
                  for (int i = 0; i < FLOOD; i++) {
                    from.notify("event", large);
                  }
                  return JsonObject.empty();
                }));

    assertComes(missed(RpcConnection.OF_CONNECTION), "flood", flood);
  }

  @Test
  void troubleOfAServiceIsToldAsItIsWritten() throws IOException {
    ServiceTrouble trouble =
        new ServiceTrouble(
            "web-1-7",
            "dev",
            ServiceTrouble.REFUSED,
            "nothing listens on port 7 in pod web-1",
            2,
            ClusterSamples.NOW);
    RpcMethods refuse =
        new RpcMethods(
            Map.of(
                "refuse",
                (_, from) -> {
                  new Subscriber(from, fixture.subscribers).onTrouble(trouble);
                  return JsonObject.empty();
                }));

    assertComes(written(Methods.TROUBLE), "refuse", refuse);
  }

  private JsonObject written(String method) {
    return page.notifications().stream()
        .filter(message -> message.text("method").equals(method))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLogOfAPodComesAsItIsWritten() throws IOException {
    Instant at = Instant.parse("2026-01-31T08:00:11.300Z");
    PodLogSource source = new PodLogSource("web-1", "u1", "c", "containerd://8d2");
    PodLogSeam seam =
        new PodLogSeam(
            PodLogSeam.REPLACED,
            "web-2",
            "c",
            "web-1",
            PodLogSeam.NONE,
            at,
            0,
            "pod web-1 was replaced by web-2; nothing is missing: the previous log was read to its"
                + " end");
    RpcMethods log =
        new RpcMethods(
            Map.of(
                "log",
                (_, from) -> {
                  PodLogPeer peer = new PodLogPeer(from);
                  assertThat(
                          peer.position(
                              new PodLogPosition(source, at, PodLogPosition.MIDWAY, List.of())))
                      .isTrue();
                  assertThat(peer.lines(source, List.of(new PodLogLine(at, "GET /orders 200"))))
                      .isTrue();
                  assertThat(peer.seam(seam)).isTrue();
                  return JsonObject.empty();
                }));

    assertComes(written(Methods.POD_POSITION), "log", log);
    assertComes(written(Methods.POD_LINES), "log", log);
    assertComes(written(Methods.POD_SEAM), "log", log);
  }

  private void assertComes(JsonObject written, String method, RpcMethods methods)
      throws IOException {
    try (RpcServer _ = ControlFixture.serve(socket, methods);
        ApiPeer peer = connect()) {
      peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}");
      JsonObject came = peer.notification(written.text("method"));
      assertThat(new Shape(List.of()).difference(written.asMap(), came.asMap())).isNull();
    }
  }

  private JsonObject missed(String numbers) {
    return page.notifications().stream()
        .filter(message -> message.text("method").equals(RpcConnection.MISSED))
        .filter(message -> message.object("params").text("numbers").equals(numbers))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aHoleInTheJournalIsToldAsItIsWritten() throws IOException {
    JsonObject written = missed("journal");
    long from = written.object("params").number("from");
    long to = written.object("params").number("to");
    Path kept = Files.createDirectories(folder.resolve("kept"));
    JournalEntry entry = JournalEntry.of(JournalType.ERROR).build();
    for (long first : new long[] {from - 1, to + 1}) {
      Path _ =
          Files.writeString(
              kept.resolve("%019d.jsonl".formatted(first)),
              entry.numbered(first, ClusterSamples.NOW).toJson() + "\n");
    }
    ManualTimers timers = new ManualTimers();
    try (Journal journal = Journal.open(kept, timers)) {
      SubscribeMethod subscribe =
          new SubscribeMethod(
              new Subscribers(timers),
              new EventFeeds(journal, timers),
              new FakeClusters().answers());
      RpcMethods methods = new RpcMethods(Map.of(Methods.SUBSCRIBE, subscribe));
      try (RpcServer _ = ControlFixture.serve(socket, methods);
          ApiPeer peer = connect()) {
        peer.send(
            "{\"jsonrpc\":\"2.0\",\"method\":\"event.subscribe\",\"params\":{\"after\":%d}}"
                .formatted(from - 1));
        JsonObject came = peer.notification(RpcConnection.MISSED);
        assertThat(new Shape(List.of()).difference(written.asMap(), came.asMap())).isNull();
        assertThat(came.object("params").number("from")).isEqualTo(from);
        assertThat(came.object("params").number("to")).isEqualTo(to);
      }
    }
  }

  @Test
  void eachMethodAndNotificationHasAnExample() {
    Set<String> shown = new HashSet<>();
    for (ApiDoc.Line line : page.lines()) {
      String name = methodOf(line.text());
      if (name != null) {
        shown.add(name);
      }
    }

    assertThat(shown).containsAll(control.methods().byName().keySet());
    assertThat(shown)
        .contains(
            Methods.STATUS_CHANGED,
            Methods.HEALTH_UPDATE,
            Methods.RECONNECT_ATTEMPT,
            Methods.TROUBLE,
            Methods.LOG_LINE,
            Methods.POD_POSITION,
            Methods.POD_LINES,
            Methods.POD_SEAM,
            Methods.POD_WAITING,
            Methods.POD_END,
            Methods.EVENT,
            Methods.DOCTOR_FOUND,
            Methods.DOCTOR_DONE,
            RpcConnection.MISSED);
  }

  private static @Nullable String methodOf(String line) {
    try {
      return JsonObject.parse(line).findText("method");
    } catch (RpcException _) { // the example of a line that is no JSON
      return null;
    }
  }

  @Test
  void eachKeyIsExplainedInATable() {
    List<Object> examples = new ArrayList<>();
    for (ApiDoc.Line line : page.lines()) {
      if (methodOf(line.text()) != null || !line.sent()) {
        examples.add(JsonObject.parse(line.text()).asMap());
      }
    }
    examples.add(everythingAStartMayCarry().asMap());
    examples.add(
        new ClusterRequest("dev", "shop", "Warning", ClusterSamples.NOW, 1, true, 1, 5, true)
            .toJson()
            .asMap());
    Set<String> keys = new HashSet<>();
    examples.forEach(example -> gather(example, keys));
    keys.remove("POD_PORT"); // a variable of the user's
    keys.remove("SHOP_URL"); // a variable of the file's
    keys.remove("KUBERNETES_EXEC_INFO"); // a variable of Kubernetes
    keys.remove("CrashLoopBackOff"); // a word of the cluster's

    assertThat(page.explained()).containsAll(keys);
  }

  private static JsonObject everythingAStartMayCarry() {
    Caller caller =
        new Caller(
            "/k",
            Map.of("POD_PORT", "7"),
            true,
            new ProxyVariables("http://s", "http://h", "corp", "/ca.pem"));
    Settled before = new Settled("dev", List.of(new Settled.Port("7", 8)));
    Selection selection = new Selection(List.of(), List.of(), true, "dev");
    return JsonObject.builder()
        .putAll(
            StartRequest.of(selection, caller)
                .loading("/f")
                .adHoc("text", true)
                .after(before)
                .withConsent()
                .saying("text")
                .toJson())
        .putAll(selection.toJson())
        .build();
  }

  private static void gather(@Nullable Object value, Set<String> keys) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> {
        keys.add(String.valueOf(key));
        gather(inner, keys);
      });
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> gather(inner, keys));
    }
  }
}
