package dev.localport.cli.imports.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word of a command after variables were replaced.
 *
 * @param text what it says; what is not known is in it as it was written, with its dollar sign
 * @param unknown why parts of it are not known; empty where it is
 * @param remarks what was assumed
 * @param pods the pods whose name it is, where a command asks for them by their labels
 */
record Word(
    int line, String text, List<String> unknown, List<String> remarks, @Nullable PodQuery pods) {
  Word {
    unknown = List.copyOf(unknown);
    remarks = List.copyOf(remarks);
  }

  /** Pods that a script asks for: by labels, in a namespace that may be null. */
  record PodQuery(String selector, @Nullable String namespace) {}

  static Word of(int line, String text) {
    return new Word(line, text, List.of(), List.of(), null);
  }

  static Word unknown(int line, String shown, String why) {
    return new Word(line, shown, List.of(why), List.of(), null);
  }

  boolean isKnown() {
    return unknown.isEmpty();
  }

  Word remarked(String remark) {
    List<String> more = new ArrayList<>(remarks);
    more.add(remark);
    return new Word(line, text, unknown, more, pods);
  }

  Word withText(String other) {
    return new Word(line, other, unknown, remarks, pods);
  }
}
