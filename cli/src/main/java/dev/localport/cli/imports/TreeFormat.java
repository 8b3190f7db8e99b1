package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.tree.Tree;

/** A kind of file that is YAML or JSON. */
interface TreeFormat {
  /** Returns what people call it. */
  String word();

  /** Returns whether a document of a file is one, by what is in it. */
  boolean fits(Tree document);

  /**
   * Adds the forwards of a document.
   *
   * @param file what the user calls the file
   */
  void read(String file, Tree document, Drafts drafts);
}
