package dev.localport.bench;

import java.io.IOException;

/** One question, asked of all programs in the same minutes. */
interface Row {
  /** Returns its letter, which {@code -Dbench.rows} names. */
  String letter();

  /** Returns what is asked, for whoever watches the run. */
  String title();

  /** Measures; what has been put on the sheet counts also when the rest fails. */
  void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException;
}
