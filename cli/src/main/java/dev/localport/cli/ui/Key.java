package dev.localport.cli.ui;

/** A key that was pressed. */
public sealed interface Key {
  /**
   * A character.
   *
   * @param code its code point
   */
  record Typed(int code) implements Key {
    /** Tells whether it is this one. */
    public boolean is(char character) {
      return code == character;
    }
  }

  /** A key without a character. */
  enum Special implements Key {
    /** The cursor. */
    UP,
    /** The cursor. */
    DOWN,
    /** A screen up. */
    PAGE_UP,
    /** A screen down. */
    PAGE_DOWN,
    /** To the beginning. */
    HOME,
    /** To the end. */
    END,
    /** Return. */
    ENTER,
    /** Escape. */
    ESCAPE,
    /** The character before the cursor goes. */
    BACKSPACE,
    /** Ctrl-Z. */
    SUSPEND,
    /** Ctrl-C. */
    INTERRUPT,
    /** The terminal is closed. */
    CLOSED,
    /** A key that has no meaning here. */
    OTHER
  }
}
