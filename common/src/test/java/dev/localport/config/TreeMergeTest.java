package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.form.Report;
import dev.localport.config.form.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What two files say together, key by key. */
class TreeMergeTest {
  private record Case(String what, String lower, String upper, String merged) {}

  private static final List<Case> CASES =
      List.of(
          new Case("other keys", "{a: 1}", "{b: 2}", "{a: 1, b: 2}"),
          new Case("one value", "{a: 1, b: 2}", "{a: 3}", "{a: 3, b: 2}"),
          new Case("keys below", "{a: {b: 1, c: 2}}", "{a: {c: 3}}", "{a: {b: 1, c: 3}}"),
          new Case("lists", "{tags: [a, b]}", "{tags: [c]}", "{tags: [c]}"),
          new Case("an empty list", "{tags: [a]}", "{tags: []}", "{tags: []}"),
          new Case("keys and a value", "{a: {b: 1}}", "{a: true}", "{a: true}"),
          new Case(
              "no value",
              "{a: 1, services: [{name: x}]}",
              "{a: , services: }",
              "{a: 1, services: [{name: x}]}"),
          new Case("a value for none", "{a: }", "{a: 1}", "{a: 1}"),
          new Case(
              "services by name",
              "{services: [{name: a, tags: [x]}, {name: b, lazy: true}]}",
              "{services: [{name: c}, {name: b, priority: 1}]}",
              "{services: [{name: a, tags: [x]}, {name: b, lazy: true, priority: 1}, {name: c}]}"),
          new Case(
              "a name that is there twice",
              "{services: [{name: a}]}",
              "{services: [{name: a, lazy: true}, {name: a}]}",
              "{services: [{name: a, lazy: true}, {name: a}]}"),
          new Case(
              "what is no service",
              "{services: [1, {x: 2}]}",
              "{services: [{x: 2}]}",
              "{services: [1, {x: 2}, {x: 2}]}"),
          new Case(
              "a list of the same name elsewhere",
              "{a: {notify: [{name: x}]}}",
              "{a: {notify: [{name: x}]}}",
              "{a: {notify: [{name: x}]}}"),
          new Case(
              "an old name below",
              "{defaults: {restart_policy: {enabled: true, max_attempts: 3}}}",
              "{defaults: {reconnect: {auto: false}}}",
              "{defaults: {reconnect: {auto: false, max_attempts: 3}}}"),
          new Case(
              "an old name above",
              "{defaults: {reconnect: {multiplier: 2}}}",
              "{defaults: {restart_policy: {backoff_multiplier: 3}}}",
              "{defaults: {restart_policy: {backoff_multiplier: 3}}}"),
          new Case(
              "ports in another way",
              "{services: [{name: a, local_port: 1, remote_port: 2}]}",
              "{services: [{name: a, ports: ['3:4']}]}",
              "{services: [{name: a, ports: ['3:4']}]}"),
          new Case(
              "one port in another way",
              "{services: [{name: a, ports: ['3:4']}]}",
              "{services: [{name: a, local_port: 1, remote_port: 2}]}",
              "{services: [{name: a, local_port: 1, remote_port: 2}]}"),
          new Case(
              "labels in the place of a name",
              "{services: [{name: a, connection: {resource_type: pod, resource_name: p, namespace: n}}]}",
              "{services: [{name: a, connection: {selector: app=x}}]}",
              "{services: [{name: a, connection: {namespace: n, selector: app=x}}]}"),
          new Case(
              "a name in the place of labels",
              "{services: [{name: a, connection: {selector: app=x, context: c}}]}",
              "{services: [{name: a, connection: {resource_name: db}}]}",
              "{services: [{name: a, connection: {context: c, resource_name: db}}]}"),
          new Case(
              "a check of the same type",
              "{defaults: {health_check: {type: http, config: {url: /a, method: GET}}}}",
              "{defaults: {health_check: {type: http, config: {url: /b}}}}",
              "{defaults: {health_check: {type: http, config: {url: /b, method: GET}}}}"),
          new Case(
              "a check of another type",
              "{defaults: {health_check: {type: http, interval: 5s, config: {url: /a}}}}",
              "{defaults: {health_check: {type: exec, config: {command: [x]}}}}",
              "{defaults: {health_check: {type: exec, interval: 5s, config: {command: [x]}}}}"),
          new Case(
              "a check without a type",
              "{defaults: {health_check: {type: http, config: {url: /a, expected_status_codes: 200}}}}",
              "{defaults: {health_check: {config: {expected_status: 201}}}}",
              "{defaults: {health_check: {type: http, config: {url: /a, expected_status: 201}}}}"));

  @TestFactory
  Stream<DynamicTest> merges() {
    return CASES.stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.what(),
                () ->
                    assertThat(plain(TreeMerge.merge(tree(each.lower()), tree(each.upper()))))
                        .isEqualTo(plain(tree(each.merged())))));
  }

  @Test
  void everyOldNameOfAKeyIsKnown() {
    for (Map.Entry<String, String> old : OldNames.declared().entrySet()) {
      String parent = old.getKey().substring(0, old.getKey().lastIndexOf('.'));
      String former = nested(old.getKey(), "1");
      String today = nested(parent + "." + old.getValue(), "2");

      assertThat(plain(TreeMerge.merge(tree(former), tree(today))))
          .as(old.getKey())
          .isEqualTo(plain(tree(today)));
    }
  }

  /** A list is one of services of one name, so that its items are merged. */
  private static String nested(String path, String value) {
    String text = value;
    for (String key : List.of(path.split("\\.")).reversed()) {
      text =
          key.endsWith("[]")
              ? "{%s: [{name: a, %s}]}"
                  .formatted(key.replace("[]", ""), text.substring(1, text.length() - 1))
              : "{%s: %s}".formatted(key, text);
    }
    return text;
  }

  @TestFactory
  Stream<DynamicTest> aRandomFileStaysWhatItIs() {
    return IntStream.range(0, 200)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> staysWhatItIs(seed)));
  }

  private static void staysWhatItIs(int seed) {
    Random random = new Random(seed);
    Map<String, Object> file = map(random, 3);
    file.put("services", services(random));
    String text = YamlText.write(file);
    Object before = plain(tree(text));

    assertThat(plain(TreeMerge.merge(tree(text), tree(text)))).as(text).isEqualTo(before);
    assertThat(plain(TreeMerge.merge(tree(text), tree("{}")))).as(text).isEqualTo(before);
    assertThat(plain(TreeMerge.merge(tree("{}"), tree(text)))).as(text).isEqualTo(before);
  }

  private static final List<String> KEYS =
      List.of(
          "a",
          "b",
          "name",
          "services",
          "ports",
          "local_port",
          "remote_port",
          "selector",
          "resource_name",
          "connection",
          "health_check",
          "type",
          "config",
          "reconnect",
          "auto");

  private static List<Object> services(Random random) {
    return IntStream.range(0, random.nextInt(4))
        .<Object>mapToObj(_ -> {
          Map<String, Object> service = map(random, 2);
          service.put("name", random.nextInt(3)); // may be there twice
          return service;
        })
        .toList();
  }

  private static Map<String, Object> map(Random random, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      map.put(KEYS.get(random.nextInt(KEYS.size())), value(random, depth - 1));
    }
    return map;
  }

  private static Object value(Random random, int depth) {
    return switch (depth < 0 ? 0 : random.nextInt(4)) {
      case 1 -> map(random, depth);
      case 2 ->
          IntStream.range(0, random.nextInt(4)).mapToObj(_ -> value(random, depth - 1)).toList();
      case 3 -> "";
      default -> random.nextInt(3);
    };
  }

  private static Node tree(String yaml) {
    return Objects.requireNonNull(YamlText.compose(yaml, new Report("f", true, Map.of())), yaml);
  }

  /** Returns the values; where a key is there twice, the difference shows in its list. */
  private static Object plain(Node node) {
    return switch (node) {
      case MappingNode map -> {
        Map<Object, List<Object>> keys = new LinkedHashMap<>();
        for (NodeTuple entry : map.getValue()) {
          keys.computeIfAbsent(plain(entry.getKeyNode()), _ -> new ArrayList<>())
              .add(plain(entry.getValueNode()));
        }
        yield keys;
      }
      case SequenceNode list -> list.getValue().stream().map(TreeMergeTest::plain).toList();
      case ScalarNode scalar -> scalar.getValue();
      default -> throw new AssertionError(node);
    };
  }
}
