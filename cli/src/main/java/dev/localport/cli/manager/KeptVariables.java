package dev.localport.cli.manager;

import dev.localport.api.PlainVariables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The variables of a shell that the login service takes along: PATH, and what credential plug-ins
 * and the network need. Only names on this list, none of which is made for a secret; a value that
 * looks like one all the same is left out. {@code docs/service.md} has the list.
 *
 * @param kept the variables and their values
 * @param leftOut names on the list whose values are not kept, and why
 */
public record KeptVariables(SortedMap<String, String> kept, SortedMap<String, String> leftOut) {
  /** The names, as the documentation lists them. */
  public static final List<String> NAMES = PlainVariables.NAMES;

  private static final List<String> LISTS = List.of("PATH", "KUBECONFIG");

  /**
   * Chooses from the environment.
   *
   * @param folder what relative entries of KUBECONFIG start from; those of PATH are dropped, since
   *     a daemon has no folder that they could start from
   */
  public static KeptVariables of(Map<String, String> environment, Path folder) {
    SortedMap<String, String> kept = new TreeMap<>();
    SortedMap<String, String> leftOut = new TreeMap<>();
    for (String name : NAMES) {
      String value = environment.getOrDefault(name, "");
      String reason = PlainVariables.reasonAgainst(name, value);
      if (!reason.isEmpty()) {
        leftOut.put(name, reason);
      } else if (!value.isEmpty()) {
        kept.put(name, LISTS.contains(name) ? paths(name, value, folder) : value);
      }
    }
    return new KeptVariables(kept, leftOut);
  }

  private static String paths(String name, String value, Path folder) {
    Stream<String> entries = Stream.of(value.split(":", -1)).filter(entry -> !entry.isEmpty());
    Stream<String> absolute =
        name.equals("PATH")
            ? entries.filter(entry -> entry.startsWith("/"))
            : entries.map(entry -> folder.resolve(entry).toString());
    return absolute.distinct().collect(Collectors.joining(":"));
  }
}
