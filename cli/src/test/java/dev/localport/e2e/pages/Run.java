package dev.localport.e2e.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a terminal's line whose characters look the same.
 *
 * @param column where it begins, from 0
 * @param style CSS classes, empty for plain text
 */
record Run(int column, String text, String style) {
  private static final char ESCAPE = '\u001b';
  private static final String FILLED = "on-";
  private static final Pattern GAP = Pattern.compile("(?<=  )(?=\\S)|(?<=\\S)(?=  )");

  /**
   * Returns the runs of a line that tmux captured with its colors. A colored background is a run of
   * blanks of its own; other blank runs are left out.
   */
  static List<Run> of(String line) {
    List<Run> runs = new ArrayList<>();
    Look look = new Look();
    StringBuilder text = new StringBuilder();
    int column = 0;
    int index = 0;
    while (index < line.length()) {
      if (line.charAt(index) == ESCAPE) {
        column = end(runs, column, text, look.style());
        int m = line.indexOf('m', index);
        look.apply(line.substring(index + 2, m));
        index = m + 1;
      } else {
        text.append(line.charAt(index++));
      }
    }
    end(runs, column, text, look.style());
    return runs;
  }

  /** Adds the text so far, and returns the column behind it. */
  private static int end(List<Run> runs, int from, StringBuilder text, String style) {
    String ink = style;
    if (style.startsWith(FILLED) && !text.isEmpty()) {
      String[] fillAndInk = style.split(" ", 2);
      runs.add(new Run(from, " ".repeat(cells(text)), fillAndInk[0]));
      ink = fillAndInk.length > 1 ? fillAndInk[1] : "";
    }
    int column = from;
    for (String part : GAP.split(text, -1)) { // browsers may fold what is wide and blank
      if (!part.isBlank()) {
        int lead = part.length() - part.stripLeading().length();
        runs.add(new Run(column + lead, part.strip(), ink));
      }
      column += cells(part);
    }
    text.setLength(0);
    return column;
  }

  private static int cells(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }

  /** How text looks after the codes so far. */
  private static final class Look {
    private boolean bold;
    private boolean dim;
    private boolean inverse;
    private String foreground = "";
    private String background = "";

    void apply(String codes) {
      List<Integer> numbers =
          Arrays.stream(codes.split("[;:]", -1))
              .map(code -> code.isEmpty() ? 0 : Integer.parseInt(code))
              .toList();
      for (int i = 0; i < numbers.size(); i++) {
        int code = numbers.get(i);
        if (code == 38 && numbers.size() > i + 2) {
          foreground = "c" + numbers.get(i + 2);
          i += 2;
        } else {
          apply(code);
        }
      }
    }

    private void apply(int code) {
      switch (code) {
        case 0 -> reset();
        case 1 -> bold = true;
        case 2 -> dim = true;
        case 7 -> inverse = true;
        case 22 -> {
          bold = false;
          dim = false;
        }
        case 27 -> inverse = false;
        case 39 -> foreground = "";
        case 49 -> background = "";
        default -> color(code);
      }
    }

    private void reset() {
      bold = false;
      dim = false;
      inverse = false;
      foreground = "";
      background = "";
    }

    private void color(int code) {
      if (code >= 30 && code <= 37) {
        foreground = "c" + (code - 30);
      } else if (code >= 90 && code <= 97) {
        foreground = "c" + (code - 82);
      } else if (code >= 40 && code <= 47) {
        background = "on-" + (code - 40);
      } else if (code >= 100 && code <= 107) {
        background = "on-" + (code - 92);
      }
    }

    String style() {
      List<String> classes = new ArrayList<>();
      if (inverse) {
        classes.add("on-15");
        classes.add("c0");
      } else {
        if (!background.isEmpty()) {
          classes.add(background);
        }
        if (!foreground.isEmpty()) {
          classes.add(foreground);
        }
      }
      if (bold) {
        classes.add("b");
      }
      if (dim) {
        classes.add("d");
      }
      return String.join(" ", classes);
    }
  }
}
