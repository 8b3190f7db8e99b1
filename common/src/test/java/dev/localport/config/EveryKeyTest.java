package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.form.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each key of the example of everything, once with a value that fits nowhere. */
class EveryKeyTest {
  private static final List<List<List<String>>> NONSENSE = List.of(List.of(List.of()));

  @TestFactory
  Stream<DynamicTest> isCheckedByTheReaderAndByTheSchema() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String example : List.of("everything", "localport-1.0")) {
      Object file = new Load(LoadSettings.builder().build()).loadFromString(text(example));
      broken(file)
          .forEach((path, broken) ->
              tests.add(DynamicTest.dynamicTest(example + " " + path, () -> check(path, broken))));
    }
    assertThat(tests).hasSizeGreaterThan(150);
    return tests.stream();
  }

  private static void check(String path, Object broken) {
    String yaml = YamlText.write(Map.of("version", "1.0", "services", List.of()));
    if (broken instanceof Map<?, ?> map) {
      Map<String, Object> file = new LinkedHashMap<>();
      map.forEach((key, value) -> file.put(String.valueOf(key), value));
      yaml = YamlText.write(file);
    }

    assertThat(Read.problems(ConfigReader.read("f", yaml, false)).lines())
        .anyMatch(line -> line.startsWith("error ") && line.contains(": " + path));
    assertThat(SchemaCheck.problems(yaml)).isNotEmpty();
  }

  /** Returns the tree once for each of its keys, by the way to it, with nonsense there. */
  private static Map<String, Object> broken(Object tree) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        all.put(String.valueOf(key), with(map, key, NONSENSE));
        broken(value)
            .forEach((path, each) ->
                all.put(key + (path.startsWith("[") ? "" : ".") + path, with(map, key, each)));
      });
    } else if (tree instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int index = i;
        broken(list.get(i))
            .forEach((path, each) -> all.put("[" + index + "]." + path, with(list, index, each)));
      }
    }
    return all;
  }

  private static Map<Object, Object> with(Map<?, ?> map, Object key, Object value) {
    Map<Object, Object> changed = new LinkedHashMap<>(map);
    changed.put(key, value);
    return changed;
  }

  private static List<Object> with(List<?> list, int index, Object value) {
    List<Object> changed = new ArrayList<>(list);
    changed.set(index, value);
    return changed;
  }

  private static String text(String example) throws IOException {
    return Files.readString(Path.of("..", "config-examples", example + ".yaml"));
  }
}
