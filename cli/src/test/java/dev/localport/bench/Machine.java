package dev.localport.bench;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the figures were taken on: without it they say nothing. */
record Machine(Map<String, String> facts) {
  /** Looks at this machine, its kubectl and its cluster. */
  static Machine here(Path kubeconfig) throws IOException, InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", find("/proc/cpuinfo", "model name").replaceFirst("^\\W+", ""));
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put("kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    facts.put("java", Runtime.version() + ", " + System.getProperty("java.vm.vendor"));
    JsonObject versions =
        JsonObject.parse(
            Commands.output(
                List.of("kubectl", "--kubeconfig=" + kubeconfig, "version", "--output=json")));
    facts.put("kubectl", versions.object("clientVersion").text("gitVersion"));
    facts.put("cluster", versions.object("serverVersion").text("gitVersion"));
    facts.put("load at the beginning", load());
    return new Machine(facts);
  }

  /** Returns how many processes wanted to run in the last 1, 5 and 15 minutes, on average. */
  static String load() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ", 4);
    return "%s, %s, %s".formatted(fields[0], fields[1], fields[2]);
  }

  private static String memory() throws IOException {
    long kib = Long.parseLong(find("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
    return kib / 1024 + " MiB";
  }

  private static String find(String file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
