package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What this machine permits: file descriptors, and inotify, which tells of changed files. Finds
 * nothing where there is no proc(5).
 *
 * @param proc {@code /proc}
 */
public record LimitsCheck(Path proc) implements Check {
  private static final long FEW_DESCRIPTORS = 1024;
  private static final long FEW_WATCHES = 1024;
  private static final String INOTIFY = "anon_inode:inotify";

  @Override
  public List<DoctorCheck> run() {
    List<DoctorCheck> found = new ArrayList<>();
    descriptors(found);
    instances(found);
    watches(found);
    return found;
  }

  private void descriptors(List<DoctorCheck> found) {
    ResourcesCheck.number(proc.resolve("self/limits"), "Max open files")
        .ifPresent(limit ->
            found.add(
                limit < FEW_DESCRIPTORS
                    ? DoctorCheck.warning(
                        "limits.descriptors",
                        Groups.LIMITS,
                        "file descriptors",
                        "a daemon started here gets %d file descriptors".formatted(limit),
                        "raise the limit before the daemon starts: ulimit -n 4096")
                    : DoctorCheck.ok(
                        "limits.descriptors",
                        Groups.LIMITS,
                        "file descriptors",
                        "a daemon started here gets %d file descriptors".formatted(limit))));
  }

  private void instances(List<DoctorCheck> found) {
    OptionalLong most = setting("max_user_instances");
    if (most.isEmpty()) {
      return;
    }
    long used = used();
    String message = "%d of %d inotify instances are in use".formatted(used, most.getAsLong());
    found.add(
        used >= most.getAsLong()
            ? DoctorCheck.broken(
                "limits.inotify",
                Groups.LIMITS,
                "inotify instances",
                message + ": changed files go unnoticed",
                "sudo sysctl fs.inotify.max_user_instances=512")
            : DoctorCheck.ok("limits.inotify", Groups.LIMITS, "inotify instances", message));
  }

  private void watches(List<DoctorCheck> found) {
    setting("max_user_watches")
        .ifPresent(most -> {
          if (most < FEW_WATCHES) {
            found.add(
                DoctorCheck.warning(
                    "limits.inotify_watches",
                    Groups.LIMITS,
                    "inotify watches",
                    "only %d inotify watches for each user".formatted(most),
                    "sudo sysctl fs.inotify.max_user_watches=65536"));
          }
        });
  }

  private OptionalLong setting(String name) {
    return ResourcesCheck.number(proc.resolve("sys/fs/inotify").resolve(name), "");
  }

  /* Of the processes that this user may look into, which are the user's own. */
  private long used() {
    long count = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        count += usedBy(process);
      }
    } catch (IOException _) {
      return count;
    }
    return count;
  }

  private static long usedBy(Path process) {
    long count = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor).toString().equals(INOTIFY)) {
          count++;
        }
      }
    } catch (IOException _) {
      return count; // gone meanwhile, or another user's
    }
    return count;
  }
}
