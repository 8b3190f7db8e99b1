package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvTemplateTest {
  private static final Map<String, String> SHELL = Map.of("BRACES", "a{b}c}}{host}", "WORD", "w");

  private record Web() implements EnvTemplate.Listening {
    @Override
    public String name() {
      return "web";
    }

    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public int port(@Nullable String of) {
      return of == null ? 18080 : of.equals("admin") ? 19000 : 18081;
    }
  }

  private static ConfigFile file(String env) {
    String text =
        """
        version: "1.0"
        services:
        - name: web
          connection: {resource_name: web}
          ports: [80, "81:http", {name: admin, local: auto, remote: 9000}]
          env: %s
        """
            .formatted(env);
    return switch (ConfigReader.read("f", text, true, SHELL)) {
      case ConfigResult.Loaded(ConfigFile config) -> config;
      case ConfigResult result -> throw new AssertionError(Read.problems(result));
    };
  }

  private static Map<String, String> values(String env) {
    Map<String, String> values = new LinkedHashMap<>();
    for (EnvVariable variable : file(env).services().getFirst().env()) {
      values.put(variable.name(), variable.template().value(new Web()));
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          postgres://app@{host}:{port}/shop | postgres://app@127.0.0.1:18080/shop
          {name}-{port.http}-{port.admin}   | web-18081-19000
          {{{port}}} and {{name}}           | {18080} and {name}
          ${WORD}${NONE:other}{port}        | wother18080
          ${BRACES}                         | a{b}c}}{host}
          ${NONE:{port}                     | {port
          plain                             | plain
          $HOME $5                          | $HOME $5
          `${NONE:}`                        | ``
          """)
  void hasWhatIsKnownOnceTheServiceListens(String written, String value) {
    assertThat(values("{URL: '" + written + "'}")).containsExactly(Map.entry("URL", value));
  }

  @Test
  void keepsTheOrderAndTakesNumbers() {
    assertThat(values("{B: 5, A: true, _c9: '{port}', D: ~}"))
        .hasToString("{B=5, A=true, _c9=18080}");
  }

  @Test
  void needsTrustOnlyWhereProgramsDependOnIt() {
    assertThat(
            file("{DATABASE_URL: '{port}', PGHOST: '{host}', APP_ENV: dev, NODE_ENV: test, JAVA_VERSION: 25}")
                .sensitive())
        .isEmpty();
    assertThat(file("{PATH: bin, LD_PRELOAD: a.so, node_options: -r}").sensitive())
        .extracting(Object::toString)
        .containsExactly(
            "f:6:15: services[0].env.PATH: sets PATH, which can run other programs",
            "f:6:32: services[0].env.LD_PRELOAD: sets LD_PRELOAD, which can run other programs",
            "f:6:52: services[0].env.node_options: sets node_options, which can run other programs");
  }

  @Test
  void isNotShownInAProgramsText() {
    assertThat(file("{URL: '{host} ${WORD} geheim'}").services().getFirst().toString())
        .contains("URL")
        .doesNotContain("geheim");
  }

  @Test
  void otherVariablesAreAnotherServiceThatLeadsToTheSame() {
    ServiceConfig before = file("{URL: '{port}'}").services().getFirst();
    ServiceConfig after = file("{URL: '{host}'}").services().getFirst();

    assertThat(after.isSameAs(before)).isFalse();
    assertThat(after.leadsAs(before)).isTrue();
  }
}
