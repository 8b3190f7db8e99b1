package dev.localport.daemon.notify;

import dev.localport.config.NotifyConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A target of notifications, and its events.
 *
 * @param file the absolute path of the file that says so; programs run in its folder, except those
 *     of an included file
 * @param config what it says
 * @param shell the variables of the shell that loaded the file last
 */
public record Hook(String file, NotifyConfig config, Supplier<Map<String, String>> shell) {
  /** What makes two hooks the same: the file and what it says. */
  record Identity(String file, NotifyConfig config) {}

  Identity identity() {
    return new Identity(file, config);
  }

  Path folder() {
    Path folder = config.folder() == null ? Path.of(file).getParent() : config.folder();
    return folder == null ? Path.of("/") : folder;
  }
}
