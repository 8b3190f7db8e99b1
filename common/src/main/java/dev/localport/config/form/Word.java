package dev.localport.config.form;

/** A choice of ours that has its own word in files, on the wire and on the screen. */
public interface Word {
  /** Returns the word. */
  String word();
}
