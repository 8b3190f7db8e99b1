package dev.localport.cli.render;

import dev.localport.logs.LogLine;

/** How a line of a log is, at a glance. */
record LogSign(String symbol, Colour colour) {
  static LogSign of(LogLine line) {
    if (line.level() == null) {
      return new LogSign(" ", Colour.NONE);
    }
    return switch (line.level()) {
      case ERROR -> new LogSign("✗", Colour.RED);
      case WARN -> new LogSign("!", Colour.YELLOW);
      case INFO -> new LogSign(" ", Colour.NONE);
      case DEBUG, TRACE -> new LogSign("·", Colour.GREY);
    };
  }
}
