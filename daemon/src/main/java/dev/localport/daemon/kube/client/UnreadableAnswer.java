package dev.localport.daemon.kube.client;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.localport.daemon.net.ForeignText;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is said of an answer that is no JSON, or JSON of another shape than expected. */
public final class UnreadableAnswer {
  /* "… the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)" */
  private static final Pattern SETTING = Pattern.compile(", from `[^`]*`");

  private UnreadableAnswer() {}

  /** Returns words for what could not be read; empty where that is not what was thrown. */
  public static Optional<String> find(Throwable thrown) {
    Optional<String> found = Optional.empty();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof JsonProcessingException e) {
        found = Optional.of(words(e)); // the innermost one knows best
      }
    }
    return found;
  }

  /* What the object reader says names its own classes. */
  private static String words(JsonProcessingException thrown) {
    return thrown instanceof JsonParseException || thrown instanceof StreamConstraintsException
        ? ForeignText.line(SETTING.matcher(thrown.getOriginalMessage()).replaceAll(""))
        : "it is not a Kubernetes object";
  }
}
