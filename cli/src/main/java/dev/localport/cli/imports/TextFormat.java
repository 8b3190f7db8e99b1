package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;

/** A kind of file that is lines of text. */
interface TextFormat {
  /** Returns what people call it. */
  String word();

  /** Returns whether a file is one, by its name or by what is in it. */
  boolean fits(Source source);

  /** Adds the forwards of a file. */
  void read(Source source, Drafts drafts);
}
