package dev.localport.cli.ui;

/** A key that was pressed. */
sealed interface Key {
  /**
   * A character.
   *
   * @param code its code point
   */
  record Typed(int code) implements Key {
    boolean is(char character) {
      return code == character;
    }
  }

  /** A key without a character. */
  enum Special implements Key {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    ENTER,
    ESCAPE,
    BACKSPACE,
    /** Ctrl-C. */
    INTERRUPT,
    /** The terminal is closed. */
    CLOSED,
    /** A key that has no meaning here. */
    OTHER
  }
}
