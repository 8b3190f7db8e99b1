package dev.localport.config.form;

import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;

/**
 * Counts what a text asks for before a tree is built from it.
 *
 * <p>The tree is built by recursion, so depth has to be known first: a file of a million brackets
 * would otherwise end the thread with a stack overflow. Belongs to one read.
 */
final class YamlEvents {
  /** How deep lists and maps can be nested. */
  static final int MOST_DEPTH = 50;

  /** How often {@code *name} can be in a file. */
  static final int MOST_ALIASES = 50;

  private final String file;
  private final Report report;
  private Place reached;
  private int depth;
  private int aliases;
  private int documents;

  YamlEvents(Place start, Report report) {
    this.file = start.file();
    this.report = report;
    this.reached = start;
  }

  /** Returns how far the parser came: the place of a problem that has none itself. */
  Place reached() {
    return reached;
  }

  /** Reads all events of the text; false where a limit is passed, which is then reported. */
  boolean keepLimits(String text) {
    for (Event event : new Parse(YamlText.SETTINGS).parseString(text)) {
      event.getStartMark().ifPresent(mark -> reached = Report.at(file, mark));
      if (!keepsLimits(event)) {
        return false;
      }
    }
    return true;
  }

  private boolean keepsLimits(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart ->
          ++depth <= MOST_DEPTH || refuse("nested deeper than 50 levels", "flatten this part");
      case Alias -> ++aliases <= MOST_ALIASES || refuse("more than 50 aliases", "write them out");
      case DocumentStart ->
          ++documents <= 1 || refuse("a second document starts here", "keep one per file");
      case MappingEnd, SequenceEnd -> {
        depth--;
        yield true;
      }
      case Comment, DocumentEnd, Scalar, StreamEnd, StreamStart -> true;
    };
  }

  private boolean refuse(String wrong, String right) {
    report.error(reached, "", wrong, right);
    return false;
  }
}
