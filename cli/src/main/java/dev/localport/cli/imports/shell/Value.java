package dev.localport.cli.imports.shell;

import java.util.List;

/**
 * What a variable holds: one word, or those of an array with their keys.
 *
 * @param keys as many as there are items; numbers where the array has no names
 */
record Value(List<String> keys, List<Word> items) {
  Value {
    keys = List.copyOf(keys);
    items = List.copyOf(items);
  }

  static Value of(Word word) {
    return new Value(List.of("0"), List.of(word));
  }

  static Value unknown(int line, String shown, String why) {
    return of(Word.unknown(line, shown, why));
  }

  /** Returns the only item, or the first; an empty word where there is none. */
  Word first(int line) {
    return items.isEmpty() ? Word.of(line, "") : items.getFirst();
  }
}
