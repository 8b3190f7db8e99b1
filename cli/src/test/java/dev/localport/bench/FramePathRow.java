package dev.localport.bench;

import dev.localport.rpc.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What one data frame costs in the daemon, by JMH: {@code FramePathBenchmark}. */
final class FramePathRow implements Row {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Override
  public String letter() {
    return "j";
  }

  @Override
  public String title() {
    return "the frame path, by JMH";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    Path results = setting.folder().resolve("jmh.json");
    Commands.watched(command(setting, results));
    JsonObject all = JsonObject.parse("{\"all\":%s}".formatted(Files.readString(results)));
    for (JsonObject result : all.objects("all")) {
      String name = result.text("benchmark");
      String what = name.substring(name.lastIndexOf('.') + 1);
      JsonObject metric = result.object("primaryMetric");
      add(sheet, what, metric);
      for (Map.Entry<String, ?> other : result.object("secondaryMetrics").asMap().entrySet()) {
        if (other.getKey().endsWith(ALLOCATED)) {
          add(sheet, what, result.object("secondaryMetrics").object(other.getKey()));
        }
      }
    }
  }

  private static List<String> command(Setting setting, Path results) {
    Path target = setting.root().resolve("daemon/target");
    String classPath =
        String.join(
            File.pathSeparator,
            target.resolve("jmh/classes").toString(),
            target.resolve("test-classes").toString(),
            target.resolve("app") + "/*",
            target.resolve("jmh/lib") + "/*");
    String forks = Integer.toString(setting.rounds());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classPath,
        "org.openjdk.jmh.Main",
        "-f",
        forks,
        "-prof",
        "gc",
        "-rf",
        "json",
        "-rff",
        results.toString());
  }

  private static void add(Sheet sheet, String what, JsonObject metric) {
    String line = "frame path: " + what + ", " + metric.text("scoreUnit");
    sheet.line(line, metric.text("scoreUnit"), new Budget.None());
    if (metric.asMap().get("rawData") instanceof List<?> forks) {
      for (Object fork : forks) {
        sheet.add(line, Line.OURS, mean((List<?>) fork));
      }
    }
  }

  private static double mean(List<?> values) {
    return values.stream().mapToDouble(value -> ((Number) value).doubleValue()).average().orElse(0);
  }
}
