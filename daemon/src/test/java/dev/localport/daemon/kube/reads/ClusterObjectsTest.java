package dev.localport.daemon.kube.reads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.NodeInfo;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.PodCounts;
import dev.localport.api.Resources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read of pods, nodes and events; the files are answers of a kube-apiserver 1.20.2. */
class ClusterObjectsTest {
  private static <T extends RawCalls.Reader> T read(InputStream in, T reader) throws IOException {
    try (JsonParser json = JsonWalk.open(in)) {
      json.nextToken();
      JsonWalk.object(
          json,
          (name, value) -> {
            if (name.equals("items")) {
              JsonWalk.array(value, reader);
            }
          });
    }
    return reader;
  }

  private static <T extends RawCalls.Reader> T recorded(String file, T reader) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ClusterObjectsTest.class.getResourceAsStream(file))) {
      return read(in, reader);
    }
  }

  private static <T extends RawCalls.Reader> T items(String items, T reader) throws IOException {
    String list = "{\"items\":[" + items + "]}";
    return read(new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)), reader);
  }

  private static PodCounts pods(String statuses) throws IOException {
    return items(statuses, new PodTally()).counts();
  }

  @Test
  void recordedPodsAreCounted() throws IOException {
    assertThat(recorded("pods.json", new PodTally()).counts())
        .isEqualTo(
            new PodCounts(3, 1, 0, 1, 0, Map.of("CrashLoopBackOff", 1, "Unschedulable", 1), 38));
  }

  @Test
  void aPodCountsOnceForEachReason() throws IOException {
    PodCounts counts =
        pods(
            """
            {"status":{"phase":"Running","containerStatuses":[
              {"lastState":{"terminated":{"reason":"OOMKilled"}},"restartCount":3,
               "state":{"waiting":{"reason":"CrashLoopBackOff"}},"ready":false},
              {"state":{"waiting":{"reason":"CrashLoopBackOff"}},"ready":false,"restartCount":2,
               "lastState":{"terminated":{"reason":"Error"}}}]}},
            {"status":{"phase":"Pending","initContainerStatuses":[
              {"state":{"waiting":{"reason":"ErrImagePull"}},"ready":false,"restartCount":1}],
              "containerStatuses":[{"state":{"waiting":{"reason":"PodInitializing"}}}]}},
            {"status":{"phase":"Failed","reason":"Evicted"}}
            """);

    assertThat(counts)
        .isEqualTo(
            new PodCounts(
                1,
                1,
                1,
                0,
                0,
                Map.of(
                    "OOMKilled",
                    1,
                    "CrashLoopBackOff",
                    1,
                    "ErrImagePull",
                    1,
                    "PodInitializing",
                    1,
                    "Evicted",
                    1),
                6));
  }

  @Test
  void aContainerThatServesAgainIsNoTroubleAnyMore() throws IOException {
    assertThat(
            pods(
                """
                {"status":{"phase":"Running","containerStatuses":[
                  {"state":{"running":{}},"ready":true,"restartCount":1,
                   "lastState":{"terminated":{"reason":"OOMKilled"}}}],
                  "initContainerStatuses":[
                  {"state":{"terminated":{"reason":"Completed","exitCode":0}},"ready":true}]}}
                """))
        .isEqualTo(new PodCounts(1, 0, 0, 0, 0, Map.of(), 1));
  }

  @Test
  void whatAPodDoesNotSayIsUnknown() throws IOException {
    assertThat(pods("{},{\"status\":null},{\"status\":{\"phase\":\"Unknown\"}},{\"status\":[1]}"))
        .isEqualTo(new PodCounts(0, 0, 0, 0, 4, Map.of(), 0));
  }

  @Test
  void reasonsAreLimited() throws IOException {
    String statuses =
        String.join(
            ",",
            IntStream.range(0, 200)
                .mapToObj("{\"status\":{\"phase\":\"Failed\",\"reason\":\"R%d\"}}"::formatted)
                .toList());

    assertThat(pods(statuses).waiting()).hasSize(51).containsEntry("Other", 150);
  }

  @Test
  void aRecordedNodeIsReadWithoutWhatIsLargeInIt() throws IOException {
    assertThat(recorded("nodes.json", new NodeReader()).nodes())
        .containsExactly(
            NodeInfoBuilder.builder()
                .name("127.0.0.1")
                .ready(true)
                .schedulable(true)
                .version("v1.20.2")
                .capacity(new Resources(2_000L, 25_276_063_744L))
                .allocatable(new Resources(2_000L, 25_275_015_168L))
                .build());
  }

  @Test
  void aNodeInTroubleSaysWhy() throws IOException {
    List<NodeInfo> nodes =
        items(
                """
                {"status":{"conditions":[
                   {"type":"MemoryPressure","status":"True"},{"type":"DiskPressure","status":"False"},
                   {"type":"NetworkUnavailable","status":"True"},{"type":"PIDPressure","status":"True"},
                   {"type":"Ready","status":"False","reason":"KubeletNotReady","message":"no network"}]},
                 "spec":{"unschedulable":true},"metadata":{"name":"b"}},
                {"metadata":{"name":"c"},
                 "status":{"conditions":[{"type":"Ready","status":"Unknown"}]}},
                {"metadata":{"name":"a"}}
                """,
                new NodeReader())
            .nodes();

    assertThat(nodes).extracting(NodeInfo::name).containsExactly("a", "b", "c");
    assertThat(nodes)
        .extracting(NodeInfo::trouble)
        .containsExactly(
            "it has not reported yet", "KubeletNotReady: no network", "Ready is Unknown");
    assertThat(nodes).noneMatch(NodeInfo::ready);
    assertThat(nodes).extracting(NodeInfo::schedulable).containsExactly(true, false, true);
    assertThat(nodes.get(1).pressures()).containsExactly("memory", "network", "pid");
  }

  private static String event(String name, String type, String times) {
    return """
    {"metadata":{"creationTimestamp":"2026-01-01T00:00:00Z"},"type":"%s","message":"m",
     "involvedObject":{"kind":"Pod","namespace":"shop","name":"%s"},"reason":"R"%s}
    """
        .formatted(type, name, times);
  }

  private static ClusterEvent told(String name, String type, int count, String first, String last) {
    return ClusterEventBuilder.builder()
        .type(type)
        .reason("R")
        .object("pod/" + name)
        .namespace("shop")
        .message("m")
        .count(count)
        .firstSeen(Instant.parse(first))
        .lastSeen(Instant.parse(last))
        .build();
  }

  private static @Nullable ClusterEvent only(String item) throws IOException {
    return items(item, new NewestEvents(5, Map.of())).events().getFirst();
  }

  @Test
  void eventsOfAllAgesHaveTheirTimes() throws IOException {
    assertThat(
            only(
                event(
                    "old",
                    "Normal",
                    ",\"firstTimestamp\":\"2026-01-01T00:00:01Z\",\"count\":7,"
                        + "\"lastTimestamp\":\"2026-01-01T00:00:09Z\",\"eventTime\":null")))
        .isEqualTo(told("old", "Normal", 7, "2026-01-01T00:00:01Z", "2026-01-01T00:00:09Z"));
    assertThat(
            only(
                event(
                    "new",
                    "Normal",
                    ",\"eventTime\":\"2026-01-01T00:00:02.123456Z\",\"series\":"
                        + "{\"count\":3,\"lastObservedTime\":\"2026-01-01T00:00:08.5Z\"}")))
        .isEqualTo(
            told("new", "Normal", 3, "2026-01-01T00:00:02.123456Z", "2026-01-01T00:00:08.5Z"));
    assertThat(only(event("bare", "Warning", ",\"lastTimestamp\":\"soon\"")))
        .isEqualTo(told("bare", "Warning", 1, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));
  }

  @Test
  void anEventMaySayNextToNothing() throws IOException {
    assertThat(only("{\"involvedObject\":{\"kind\":\"Node\",\"name\":\"n\"}}"))
        .isEqualTo(
            ClusterEventBuilder.builder()
                .type("Normal")
                .reason("")
                .object("node/n")
                .message("")
                .count(1)
                .lastSeen(Instant.EPOCH)
                .build());
  }

  @Test
  void aLongMessageIsCut() throws IOException {
    String item = "{\"message\":\"%s\"}".formatted("x".repeat(5_000));

    assertThat(Objects.requireNonNull(only(item)).message()).hasSize(1_025).endsWith("x…");
  }

  @Test
  void theNewestAreKeptAndWarningsBeforeAllOthers() throws IOException {
    String all =
        String.join(
            ",",
            IntStream.range(0, 60)
                .map(i -> i * 37 % 60) // not in the order of time
                .mapToObj(i ->
                    event(
                        "p" + i,
                        i % 20 == 0 ? "Warning" : "Normal",
                        ",\"lastTimestamp\":\"2026-01-01T00:00:%02dZ\"".formatted(i)))
                .toList());

    assertThat(items(all, new NewestEvents(6, Map.of())).events())
        .extracting(ClusterEvent::object)
        .containsExactly("pod/p40", "pod/p20", "pod/p0", "pod/p59", "pod/p58", "pod/p57");
  }

  @Test
  void eventsOfPodsInUseAreKeptBesidesTheNewest() throws IOException {
    String own = event("mine", "Normal", ",\"lastTimestamp\":\"2026-01-01T00:00:00Z\"");
    String others =
        String.join(
            ",",
            IntStream.range(1, 60)
                .mapToObj(i ->
                    event(
                        "p" + i,
                        "Warning",
                        ",\"lastTimestamp\":\"2026-01-01T00:00:%02dZ\"".formatted(i)))
                .toList());

    assertThat(
            items(own + "," + others, new NewestEvents(2, Map.of("shop", Set.of("mine")))).events())
        .extracting(ClusterEvent::object)
        .containsExactly("pod/p59", "pod/p58", "pod/mine");
    assertThat(
            items(own + "," + others, new NewestEvents(2, Map.of("other", Set.of("mine"))))
                .events())
        .extracting(ClusterEvent::object)
        .containsExactly("pod/p59", "pod/p58");
  }
}
