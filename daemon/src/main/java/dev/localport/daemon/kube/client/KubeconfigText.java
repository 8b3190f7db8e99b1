package dev.localport.daemon.kube.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * A kubeconfig as text. As for kubectl, a byte order mark counts for nothing, and of several
 * documents in a file the first one holds.
 */
final class KubeconfigText {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private KubeconfigText() {}

  /** Returns the first document. */
  static String first(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    StringBuilder document = new StringBuilder();
    boolean begun = false;
    for (String line :
        (Iterable<String>)
            (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines()::iterator) {
      if (begun && isMark(line)) {
        break;
      }
      begun |= !line.isBlank() && !line.startsWith("#") && !line.startsWith("%") && !isMark(line);
      document.append(line).append('\n');
    }
    return document.toString();
  }

  private static boolean isMark(String line) {
    return line.stripTrailing().equals("---")
        || line.startsWith("--- ")
        || line.stripTrailing().equals("...");
  }

  /** Says what is wrong with a text, by its place; the parsers would quote it, with its secrets. */
  static String problem(Throwable thrown) {
    Optional<String> place = KubeObjects.findPlace(thrown);
    if (place.isPresent()) {
      return place.get() + " has an unexpected type";
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYamlEngineException yaml && yaml.getProblemMark().isPresent()) {
        Mark mark = yaml.getProblemMark().get();
        return "YAML error in line %d, column %d"
            .formatted(mark.getLine() + 1, mark.getColumn() + 1);
      }
    }
    return "it cannot be parsed";
  }

  /** Returns a cause that only says where in the parser it was. */
  static Throwable cause(Throwable thrown) {
    IllegalArgumentException cause =
        new IllegalArgumentException("the parser rejects it: " + thrown.getClass().getSimpleName());
    cause.setStackTrace(thrown.getStackTrace());
    return cause;
  }
}
