package dev.localport.cli.init;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a user what to choose. Nothing in an answer means that the user gave up.
 *
 * <p>Choices are known by their position.
 */
public interface Questions extends AutoCloseable {
  /** Asks for one. */
  Optional<Integer> one(String question, List<Choice> choices);

  /** Asks for any number, also none. */
  Optional<Set<Integer>> some(String question, List<Choice> choices);

  /** Shows what is to be written, or its beginning and on demand all of it, and asks for a yes. */
  Optional<Boolean> confirm(Preview preview, String question);

  @Override
  void close();
}
