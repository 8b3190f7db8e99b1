package dev.localport.config;

import dev.localport.config.form.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An enabled service that uses variables which the shell does not have: it cannot run, and the
 * others of its file can.
 *
 * @param target as in {@link TargetConfig}; null where a variable is part of it
 * @param ports as far as no variable is part of them
 * @param variables their names, in no order
 * @param problems an error for each, in the file's order
 */
public record UnsetService(
    String name,
    @Nullable TargetConfig target,
    List<PortMapping> ports,
    StartConfig start,
    List<String> tags,
    @Nullable String description,
    Set<String> variables,
    List<Problem> problems) {
  /** Copies the collections, so that a service never changes. */
  public UnsetService {
    ports = List.copyOf(ports);
    tags = List.copyOf(tags);
    variables = Set.copyOf(variables);
    problems = List.copyOf(problems);
  }
}
