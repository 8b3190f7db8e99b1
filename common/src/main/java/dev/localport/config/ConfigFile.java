package dev.localport.config;

import dev.localport.config.form.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file that can be used.
 *
 * @param file what the user calls it
 * @param services in the file's order; those that are not supported yet are left out
 * @param unset services that are left out, since their variables are not set
 * @param clusters how the clusters of its services are watched over
 * @param daemon what it says about the daemon itself
 * @param included the files that it includes, and those that they include, in the order of reading
 * @param variables the names of the shell's variables that its values hold
 * @param sensitive what needs its user's trust where the file came along with a folder: commands,
 *     credentials from elsewhere, variables that leave this machine, and ports that others can
 *     reach, in the file's order
 * @param notes what the user should know, in the file's order: warnings and notes
 * @param values where its values come from
 */
public record ConfigFile(
    String file,
    List<ServiceConfig> services,
    List<UnsetService> unset,
    ClusterConfigs clusters,
    DaemonConfig daemon,
    List<IncludedFile> included,
    Set<String> variables,
    List<Problem> sensitive,
    List<Problem> notes,
    FileValues values) {
  /** Copies the collections, so that a file never changes. */
  public ConfigFile {
    services = List.copyOf(services);
    unset = List.copyOf(unset);
    included = List.copyOf(included);
    variables = Set.copyOf(variables);
    sensitive = List.copyOf(sensitive);
    notes = List.copyOf(notes);
  }

  /** Returns everything that the user should know or fix, in the file's order. */
  public List<Problem> problems() {
    return Stream.concat(
            notes.stream(), unset.stream().flatMap(service -> service.problems().stream()))
        .sorted(Problem.BY_POSITION)
        .toList();
  }

  /**
   * Returns what a user trusts who trusts this file: its content, and that of all files that it
   * includes. A file that includes none is its content alone.
   *
   * @param content of this file
   */
  public byte[] trusted(byte[] content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(content);
    for (IncludedFile file : included) { // a zero is in no configuration: no file can pretend this
      String line = "\0%s %s".formatted(file.path(), file.hash());
      all.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }
    return all.toByteArray();
  }

  /** Returns whether every service that is enabled can run. */
  public boolean isWhole() {
    return unset.isEmpty();
  }
}
