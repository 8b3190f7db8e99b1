package dev.localport.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts in config-examples name what the daemon really measures. */
class PrometheusExamplesTest {
  private static final Path FOLDER = Path.of("..", "config-examples");
  private static final Pattern EXPRESSION = Pattern.compile("(?m)^ +expr: (.+)$");
  private static final Pattern VARIABLE_QUERY =
      Pattern.compile("label_values\\((.+), (context|service)\\)");
  private static final String DATA_SOURCE = "${datasource}";

  private final PromQuery page =
      new PromQuery(
          Exposition.of(
              FigureSamples.known(), new ProcessFigures(Instant.EPOCH, Duration.ZERO, 4096L)));

  private static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  private static JsonObject dashboard() throws IOException {
    return JsonObject.parse(text("grafana-dashboard.json"));
  }

  private static List<JsonObject> targets(JsonObject panel) {
    return panel.text("type").equals("row") ? List.of() : panel.objects("targets");
  }

  @Test
  void everyQueryOfTheDashboardNamesMetricsAndLabelsThatThereAre() throws IOException {
    int queries = 0;
    for (JsonObject panel : dashboard().objects("panels")) {
      for (JsonObject target : targets(panel)) {
        String query = target.text("expr");
        assertThat(page.unknown(query)).as("%s: %s", panel.text("title"), query).isEmpty();
        assertThat(page.labels(query))
            .as("%s: %s", panel.text("title"), query)
            .containsAll(names(target.text("legendFormat"), "\\{\\{(\\w+)}}"));
        queries++;
      }
    }
    assertThat(queries).isGreaterThan(40);
  }

  @Test
  void theVariablesOfTheDashboardNameLabelsThatThereAre() throws IOException {
    List<JsonObject> variables =
        dashboard().object("templating").objects("list").stream()
            .filter(variable -> variable.text("type").equals("query"))
            .toList();

    assertThat(variables)
        .extracting(each -> each.text("name"))
        .containsExactly("context", "service");
    for (JsonObject variable : variables) {
      String query = variable.text("definition");
      assertThat(variable.object("query").text("query")).isEqualTo(query);
      var parts = VARIABLE_QUERY.matcher(query);
      assertThat(parts.matches()).as(query).isTrue();
      assertThat(page.unknown(parts.group(1))).as(query).isEmpty();
      assertThat(page.labels(parts.group(1))).contains(parts.group(2));
    }
  }

  @Test
  void theDashboardCanBeImportedWithAnyDataSource() throws IOException {
    JsonObject dashboard = dashboard();

    assertThat(dashboard.number("schemaVersion")).isGreaterThanOrEqualTo(41);
    assertThat(dashboard.object("templating").objects("list").getFirst().text("type"))
        .isEqualTo("datasource");
    List<String> rows = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    for (JsonObject panel : dashboard.objects("panels")) {
      assertThat(ids.add(panel.number("id"))).as(panel.text("title")).isTrue();
      if (panel.text("type").equals("row")) {
        rows.add(panel.text("title"));
        continue;
      }
      assertThat(panel.object("datasource").text("uid")).isEqualTo(DATA_SOURCE);
      assertThat(targets(panel))
          .as(panel.text("title"))
          .isNotEmpty()
          .allMatch(target -> target.object("datasource").text("uid").equals(DATA_SOURCE));
    }
    assertThat(rows)
        .containsExactly(
            "Overview", "Clusters", "Services", "Traffic", "Recovery", "Operations", "Process");
  }

  @Test
  void everyAlertNamesMetricsAndLabelsThatThereAre() throws IOException {
    String rules = text("prometheus-rules.yml");
    List<String> expressions =
        EXPRESSION.matcher(rules).results().map(result -> result.group(1)).toList();

    assertThat(expressions).hasSameSizeAs(names(rules, "- alert: (\\w+)"));
    assertThat(expressions).hasSizeGreaterThan(5);
    for (String rule : Pattern.compile("(?=- alert: )").splitAsStream(rules).toList()) {
      for (String expression : names(rule, EXPRESSION.pattern())) {
        assertThat(page.unknown(expression)).as(expression).isEmpty();
        assertThat(page.labels(expression)).as(rule).containsAll(names(rule, "\\$labels\\.(\\w+)"));
      }
    }
  }

  private static List<String> names(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(PrometheusExamplesTest::name)
        .toList();
  }

  private static String name(MatchResult result) {
    return result.group(1);
  }

  @Test
  void aMistypedNameIsFound() {
    assertThat(page.unknown("sum by (pod) (localport_forward_state{state=\"up\", pod=\"x\"})"))
        .containsExactly(
            "state=up of localport_forward_state",
            "label pod of localport_forward_state",
            "label pod to group by");
    assertThat(page.unknown("localport_forwards_state"))
        .containsExactly("metric localport_forwards_state");
    assertThat(page.unknown("vector(1)")).containsExactly("no metric at all");
  }
}
