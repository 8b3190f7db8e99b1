package dev.localport.config.edit;

import dev.localport.config.form.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Finds the {@link ServicesSpot} of a text that {@link dev.localport.config.ConfigReader} has
 * loaded, so which is right.
 *
 * <p>Works on the parser's events, not on the tree: an alias has a place of its own only there.
 */
final class ServicesFinder {
  private static final int USUAL_INDENT = 2;

  private final String text;
  private final List<Event> events = new ArrayList<>();

  ServicesFinder(String text) {
    this.text = text;
    new Parse(YamlText.SETTINGS).parseString(text).forEach(events::add);
  }

  /** Returns whether the text itself has services, and not only the files that it includes. */
  boolean isThere() {
    return keyOfServices() >= 0;
  }

  ServicesSpot find() {
    int value = keyOfServices() + 1;
    if (isFlowFile()) {
      return new ServicesSpot.Nowhere("the file is written in {…}; add the service by hand");
    }
    return switch (events.get(value)) {
      case ScalarEvent nothing -> instead(nothing, nothing);
      case SequenceStartEvent list when list.isFlow() -> flow(list, events.get(value + 1));
      case SequenceStartEvent list when text.startsWith("-", from(list)) -> below(list, value);
      default ->
          new ServicesSpot.Nowhere(
              "services has an anchor, a tag or an alias; add the service by hand");
    };
  }

  /** The third event begins the top of the file, behind those of the stream and the document. */
  private boolean isFlowFile() {
    return events.get(2) instanceof MappingStartEvent map && map.isFlow();
  }

  /** Returns the position of the key, or -1: at depth 1, keys and values take turns. */
  private int keyOfServices() {
    int depth = 0;
    boolean key = true;
    for (int i = 0; i < events.size(); i++) {
      switch (events.get(i).getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> key = --depth == 1 ? !key : key;
        case Scalar, Alias -> {
          if (depth == 1 && key && isServices(events.get(i))) {
            return i;
          }
          key = depth == 1 ? !key : key;
        }
        case Comment, DocumentEnd, DocumentStart, StreamEnd, StreamStart -> {}
      }
    }
    return -1;
  }

  private static boolean isServices(Event event) {
    return event instanceof ScalarEvent scalar && scalar.getValue().equals("services");
  }

  private ServicesSpot flow(SequenceStartEvent list, Event next) {
    return next.getEventId() == Event.ID.SequenceEnd
        ? instead(list, next)
        : new ServicesSpot.Nowhere("services is written in […]; begin each entry with a dash");
  }

  /** Removes a value that says "none" and begins the list in the line below. */
  private ServicesSpot instead(Event first, Event last) {
    int from = from(first);
    while (text.charAt(from - 1) == ' ') {
      from--;
    }
    int to = Math.max(from, to(last));
    return new ServicesSpot.At(from, to, lineAfter(to), USUAL_INDENT);
  }

  private ServicesSpot below(SequenceStartEvent list, int value) {
    int end = offset(endOfList(value));
    int indent = mark(list.getStartMark()).getColumn();
    return new ServicesSpot.At(end, end, behindComments(lineAfter(end), indent), indent);
  }

  /**
   * Returns where the list's last word ends, in code points.
   *
   * <p>The end of a block is where the next token is, after comments: only what has a length says
   * how far the list goes.
   */
  private int endOfList(int value) {
    int depth = 0;
    int end = 0;
    for (Event event : events.subList(value, events.size())) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
      }
      if (depth == 0) {
        break;
      }
      int to = mark(event.getEndMark()).getIndex();
      end = to > mark(event.getStartMark()).getIndex() ? to : end;
    }
    return end;
  }

  /** A comment that is indented deeper than the dashes belongs to the service above it. */
  private int behindComments(int line, int indent) {
    Matcher comment = Pattern.compile(" {" + (indent + 1) + "} *#").matcher(text);
    int at = line;
    while (comment.region(at, text.length()).lookingAt()) {
      at = lineAfter(comment.end());
    }
    return at;
  }

  /** Returns the start of the next line; {@code at} itself where a block text has ended there. */
  private int lineAfter(int at) {
    if (text.charAt(at - 1) == '\n' && !text.startsWith(" ", at)) {
      return at;
    }
    int newline = text.indexOf('\n', at);
    return newline < 0 ? text.length() : newline + 1;
  }

  private int from(Event event) {
    return offset(mark(event.getStartMark()).getIndex());
  }

  private int to(Event event) {
    return offset(mark(event.getEndMark()).getIndex());
  }

  private int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }

  private static Mark mark(Optional<Mark> mark) {
    return mark.orElseThrow();
  }
}
