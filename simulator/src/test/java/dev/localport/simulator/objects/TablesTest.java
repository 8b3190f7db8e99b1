package dev.localport.simulator.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Tables.Include;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  private static ObjectNode table(Kind kind, String object, long seconds, Include include) {
    return new Tables(() -> CREATED.plusSeconds(seconds))
        .of(kind, List.of(Json.read(object)), Json.object(), include);
  }

  private static List<String> cells(JsonNode table) {
    return table.at("/rows/0/cells").valueStream().map(JsonNode::asText).toList();
  }

  @Test
  void aPodIsShownAsKubectlKnowsIt() {
    ObjectNode table =
        table(
            Kinds.POD,
            """
            {"metadata":{"name":"a","creationTimestamp":"2026-01-02T03:04:05Z"},
             "spec":{"containers":[{},{}],"nodeName":"n"},
             "status":{"phase":"Running","podIP":"1.2.3.4","containerStatuses":[
               {"ready":true,"restartCount":2},{"ready":false,"restartCount":1}]}}\
            """,
            5,
            Include.METADATA);

    assertThat(cells(table))
        .containsExactly("a", "1/2", "Running", "3", "5s", "1.2.3.4", "n", "<none>", "<none>");
    assertThat(table.at("/columnDefinitions/0/format").asText()).isEqualTo("name");
    assertThat(table.at("/columnDefinitions/5/priority").asInt()).isEqualTo(1);
    assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
    assertThat(table.at("/rows/0/object/spec").isMissingNode()).isTrue();
  }

  @Test
  void aPodThatIsDeletedIsTerminating() {
    ObjectNode table =
        table(
            Kinds.POD,
            """
            {"metadata":{"name":"a","deletionTimestamp":"2026-01-02T03:04:05Z"},
             "status":{"phase":"Running"}}\
            """,
            5,
            Include.NONE);

    assertThat(cells(table)).startsWith("a", "0/0", "Terminating", "0", "<unknown>");
    assertThat(table.at("/rows/0/object").isNull()).isTrue();
  }

  @Test
  void aContainerThatWaitsSaysWhy() {
    ObjectNode table =
        table(
            Kinds.POD,
            """
            {"metadata":{"name":"a"},"status":{"phase":"Pending","containerStatuses":[
              {"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}\
            """,
            0,
            Include.OBJECT);

    assertThat(cells(table)).contains("ImagePullBackOff");
    assertThat(table.at("/rows/0/object/status/phase").asText()).isEqualTo("Pending");
  }

  @Test
  void servicesAndNodesHaveTheirOwnColumns() {
    assertThat(
            cells(
                table(
                    Kinds.SERVICE,
                    """
                    {"metadata":{"name":"web","creationTimestamp":"2026-01-02T03:04:05Z"},
                     "spec":{"type":"ClusterIP","clusterIP":"10.0.0.1","selector":{"a":"b"},
                       "ports":[{"port":80},{"port":53,"protocol":"UDP"}]}}\
                    """,
                    0,
                    Include.NONE)))
        .containsExactly("web", "ClusterIP", "10.0.0.1", "<none>", "80/TCP,53/UDP", "0s", "a=b");
    assertThat(cells(table(Kinds.NODE, "{\"metadata\":{\"name\":\"n\"}}", 0, Include.NONE)))
        .startsWith("n", "NotReady");
  }

  @ParameterizedTest
  @CsvSource({"-3,0s", "119,119s", "120,2m", "10799,179m", "10800,3h", "172799,47h", "172800,2d"})
  void agesAreShort(long seconds, String age) {
    assertThat(
            cells(
                table(
                    Kinds.NAMESPACE,
                    "{\"metadata\":{\"name\":\"n\",\"creationTimestamp\":\"" + CREATED + "\"}}",
                    seconds,
                    Include.NONE)))
        .containsExactly("n", "<none>", age);
  }

  @Test
  void whatIsToBeIncludedIsOneOfThree() {
    assertThat(Include.parse("Object")).isEqualTo(Include.OBJECT);
    assertThat(Include.parse("None")).isEqualTo(Include.NONE);
    assertThat(Include.parse("")).isEqualTo(Include.METADATA);
    assertThatThrownBy(() -> Include.parse("All"))
        .isInstanceOf(StatusException.class)
        .hasMessage("unrecognized includeObject value: All");
  }
}
