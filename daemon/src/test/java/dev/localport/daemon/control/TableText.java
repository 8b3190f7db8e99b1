package dev.localport.daemon.control;

import java.util.Arrays;
import java.util.List;

/** What an API server answers to somebody who wants names alone. */
final class TableText {
  private TableText() {}

  static String of(String... names) {
    List<String> rows =
        Arrays.stream(names)
            .map("{\"cells\":[\"%s\",\"1/1\"],\"object\":null}"::formatted)
            .toList();
    return """
    {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"1"},
     "columnDefinitions":[{"name":"Name","type":"string","format":"name"}],"rows":[%s]}
    """
        .formatted(String.join(",", rows));
  }
}
