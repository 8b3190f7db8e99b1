package dev.localport.cli.imports.shell;

import org.jspecify.annotations.Nullable;

/** A piece of a word as it is written. */
sealed interface Part {
  /** Characters that mean themselves. */
  record Plain(String text, boolean isQuoted) implements Part {}

  /**
   * A variable.
   *
   * @param name its name, or a character such as {@code @} or {@code 1}
   * @param index what is in {@code […]}; null: nothing
   * @param change what stands behind the name in braces, such as {@code :-shop}; empty: nothing
   * @param isKeys whether the keys of an array are meant, {@code ${!name[@]}}
   */
  record Variable(
      String name, @Nullable String index, String change, boolean isKeys, boolean isQuoted)
      implements Part {}

  /** The output of a command. */
  record Output(String script, boolean isQuoted) implements Part {}

  /** What the shell, or the tool around it, works out: arithmetic, a template. */
  record Opaque(String shown) implements Part {}
}
