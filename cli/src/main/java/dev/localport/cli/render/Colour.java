package dev.localport.cli.render;

/** The colours of a state; every terminal that has colours has these. */
enum Colour {
  /** As the rest. */
  NONE(""),
  /** Works. */
  GREEN("\u001b[32m"),
  /** Is being worked on. */
  YELLOW("\u001b[33m"),
  /** Waits for somebody. */
  RED("\u001b[31m"),
  /** Nobody asked for it. */
  GREY("\u001b[90m"),
  /** A heading. */
  BOLD("\u001b[1m");

  private static final String RESET = "\u001b[0m";

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String paint(String text) {
    return this == NONE ? text : code + text + RESET;
  }
}
