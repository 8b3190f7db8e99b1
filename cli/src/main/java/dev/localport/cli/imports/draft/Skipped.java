package dev.localport.cli.imports.draft;

/**
 * A forward that cannot become a service, or that would have to be many.
 *
 * @param why one sentence in plain words, with what to do instead; holds nothing secret
 */
public record Skipped(Origin at, String why) implements Entry {
  /** Cleans the reason, which may quote the file. */
  public Skipped {
    why = Plain.line(why);
  }
}
