package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.logs.LogFiles;
import dev.localport.paths.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon's log says of a cluster. */
class MonitorLogTest {
  private static final Pattern CHANGE =
      Pattern.compile("(\\w+) +cluster state changed .*state=\"(\\w+)\" was=\"(\\w+)\"");

  @TempDir private Path folder;

  @Test
  void aClusterThatGoesOfflineIsAWarningAndItsReturnIsNone() throws IOException {
    Places places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    try (LogFiles _ = LogFiles.open(places, null)) {
      OneThread monitor = new OneThread().begin();
      monitor.goAway();
      monitor.comeBack();
    }

    assertThat(changes(Files.readAllLines(places.daemonLog())))
        .containsExactly(
            "INFO checking > connected",
            "INFO connected > reconnecting",
            "WARN reconnecting > offline",
            "INFO offline > connected");
  }

  private static List<String> changes(List<String> lines) {
    return lines.stream()
        .map(CHANGE::matcher)
        .filter(Matcher::find)
        .map(found -> "%s %s > %s".formatted(found.group(1), found.group(3), found.group(2)))
        .toList();
  }
}
