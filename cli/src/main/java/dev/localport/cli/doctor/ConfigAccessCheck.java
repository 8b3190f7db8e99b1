package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether other users of this machine can change the configuration file, or replace it in its
 * folder: it decides where connections lead, and which programs run.
 *
 * @param file the configuration file
 * @param label how the user calls it
 * @param look reads the mode of a file or a folder
 */
public record ConfigAccessCheck(Path file, String label, Mode look) implements Check {
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000; // others cannot replace what is not theirs

  /** Reads a mode. */
  @FunctionalInterface
  public interface Mode {
    /**
     * Returns the mode of a file or folder, as {@code chmod} counts.
     *
     * @throws IOException if the system does not say
     */
    int of(Path path) throws IOException;
  }

  /** Looks at a file of this machine. */
  public static ConfigAccessCheck of(Path file, String label) {
    return new ConfigAccessCheck(file, label, path -> (int) Files.getAttribute(path, "unix:mode"));
  }

  @Override
  public List<DoctorCheck> run() {
    Path folder = file.toAbsolutePath().resolveSibling("");
    try {
      if ((look.of(file) & OTHERS_WRITE) != 0) {
        return warning(label + " can be changed by every user of this machine", file);
      } else if ((look.of(folder) & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
        return warning(
            "the folder of %s can be changed by every user of this machine".formatted(label),
            folder);
      }
      return List.of();
    } catch (IOException e) {
      return List.of(
          DoctorCheck.warning(
              "configuration.access",
              Groups.CONFIGURATION,
              label,
              "%s: the system does not say who may change it (%s)".formatted(label, e.getMessage()),
              "see that it is yours alone: ls -ld '%s' '%s'".formatted(folder, file)));
    }
  }

  private List<DoctorCheck> warning(String message, Path open) {
    return List.of(
        DoctorCheck.warning(
            "configuration.access",
            Groups.CONFIGURATION,
            label,
            message,
            "close it: chmod o-w '%s'".formatted(open)));
  }
}
