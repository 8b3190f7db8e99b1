package dev.localport.config.form;

/** What a {@link Problem} means for the file that it is in. */
public enum Severity {
  /** The file cannot be used. */
  ERROR("error"),
  /** The file is used, and does less than its author may think. */
  WARNING("warning"),
  /** Nothing has to change: only {@code config validate} shows it. */
  NOTE("note");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** Returns the word on the wire and on the screen. */
  public String word() {
    return word;
  }
}
