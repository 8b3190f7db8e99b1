package dev.localport.config.form;

/** A choice of ours that has a word of its own in files, on the wire and on the screen. */
public interface Word {
  /** Returns the word. */
  String word();
}
