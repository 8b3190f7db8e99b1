package dev.localport.cli.imports.draft;

/** Something that was found, in the order of the files. */
public sealed interface Entry permits Draft, Skipped {
  /** Returns where. */
  Origin at();
}
