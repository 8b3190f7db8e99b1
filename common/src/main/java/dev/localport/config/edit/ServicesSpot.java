package dev.localport.config.edit;

import java.util.List;

/** Where in a text more services belong. */
sealed interface ServicesSpot {
  /** The text's form leaves no place; why, for the user. */
  record Nowhere(String why) implements ServicesSpot {}

  /**
   * A place, in characters from the start of the text.
   *
   * @param from where an empty value such as {@code []} begins, which goes
   * @param to where it ends; the same as {@code from} where nothing goes
   * @param line where the new lines go: the start of a line, or the end of the text
   * @param indent the column of the list's dashes
   */
  record At(int from, int to, int line, int indent) implements ServicesSpot {
    /**
     * Returns the text with the lines of services, with the line ends of the text. An empty line in
     * front of them is left out where they are the first.
     */
    String insert(String text, List<String> lines) {
      String newline = text.contains("\r\n") ? "\r\n" : "\n";
      StringBuilder all = new StringBuilder().append(text, 0, from).append(text, to, line);
      if (all.charAt(all.length() - 1) != '\n') {
        all.append(newline);
      }
      boolean isFirst = all.toString().stripTrailing().endsWith("services:");
      boolean isApart = lines.getFirst().isEmpty();
      for (String added : isFirst && isApart ? lines.subList(1, lines.size()) : lines) {
        all.append(added.isEmpty() ? "" : " ".repeat(indent)).append(added).append(newline);
      }
      return all.append(text, line, text.length()).toString();
    }
  }
}
