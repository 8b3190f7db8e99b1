package dev.localport.daemon.notify;

import dev.localport.config.NotifyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Programs of a test's own, in a folder that is alone on the {@code PATH} with the system's. */
final class Stubs {
  private static final String REST = ":/usr/local/bin:/usr/bin:/bin";

  private final Path folder;
  final Map<String, String> shell = new TreeMap<>();

  Stubs(Path folder) {
    this.folder = folder;
    shell.put("PATH", folder.resolve("bin") + REST);
    shell.put("OUT", folder.resolve("out").toString());
  }

  /** Writes a shell script of this name; {@code $OUT} is the file that {@link #said} reads. */
  Stubs program(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  /** Puts no other folder on the {@code PATH}. */
  Stubs alone() {
    shell.put("PATH", folder.resolve("bin").toString());
    return this;
  }

  /** Returns what the programs wrote so far. */
  String said() throws IOException {
    Path out = folder.resolve("out");
    return Files.exists(out) ? Files.readString(out) : "";
  }

  Hook hook(NotifyConfig config) {
    return new Hook(folder.resolve("localport.yaml").toString(), config, () -> shell);
  }

  Hook command(List<String> command, String... on) {
    return hook(new NotifyConfig(Play.words(on), command, false));
  }

  Hook desktop(String... on) {
    return hook(new NotifyConfig(Play.words(on), List.of(), true));
  }
}
