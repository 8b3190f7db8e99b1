package dev.localport.cli.doctor;

/** Takes messages apart that end with what to do. Pure. */
final class Advice {
  private Advice() {}

  /**
   * Returns what is the matter: all before the first semicolon or before a colon with a command.
   */
  static String what(String message) {
    int end = end(message);
    return end < 0 ? message : message.substring(0, end);
  }

  /** Returns what the message advises, else {@code otherwise}. */
  static String remedy(String message, String otherwise) {
    int end = end(message);
    return end < 0 ? otherwise : message.substring(end + 2);
  }

  private static int end(String message) {
    return message.lastIndexOf("; ");
  }
}
