package dev.localport.daemon.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that have changed into something that cannot be loaded: the previous version stays
 * active. Confined to its owner.
 */
final class Reloads {
  private static final Logger log = LoggerFactory.getLogger(Reloads.class);

  private final Map<String, String> broken = new TreeMap<>(); // the reason by the file

  /**
   * Notes what became of reading a file again.
   *
   * @param why why it was not taken, or null
   * @return whether that is news: the same mistake is reported once
   */
  boolean note(String file, @Nullable String why) {
    if (why == null) {
      broken.remove(file);
      return true;
    }
    return !why.equals(broken.put(file, why));
  }

  /** Called when a source was taken. */
  void taken(@Nullable String file) {
    if (file != null) {
      broken.remove(file);
    }
  }

  /** Says for each file what is the matter. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    broken.forEach((file, why) ->
        notes.add(
            "%s changed but is invalid; the previous version stays active: %s"
                .formatted(file, why.replace("\n", "; "))));
    return notes;
  }

  /** Writes what became of reading a file again into the log. */
  static void log(String file, @Nullable String why) {
    if (why == null) {
      log.atInfo().addKeyValue("file", file).log("configuration reloaded");
    } else {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("why", why)
          .log("configuration not reloaded");
    }
  }
}
