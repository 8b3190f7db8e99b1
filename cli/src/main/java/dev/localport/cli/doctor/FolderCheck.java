package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Whether the daemon can use one of its folders.
 *
 * @param name what is in it: {@code state}
 * @param folder where it is
 * @param label how the user calls it
 * @param look looks at it
 */
public record FolderCheck(String name, Path folder, String label, Function<Path, FolderFacts> look)
    implements Check {
  private static final long NONE_LEFT = 5L << 20;
  private static final long LITTLE_LEFT = 100L << 20;
  private static final long MIB = 1 << 20;
  private static final String OTHER = "set LOCALPORT_HOME to a folder on this machine";

  @Override
  public List<DoctorCheck> run() {
    return List.of(find(look.apply(folder)));
  }

  private DoctorCheck find(FolderFacts facts) {
    if (!facts.problem().isEmpty()) {
      int end = facts.problem().indexOf(": ");
      return end < 0
          ? broken(facts.problem(), OTHER)
          : broken(facts.problem().substring(0, end), facts.problem().substring(end + 2));
    } else if (facts.readOnly()) {
      return broken(
          "%s folder %s is on a read-only file system".formatted(name, label),
          "mount it for writing, or set LOCALPORT_HOME to another folder");
    } else if (!facts.writable()) {
      return broken(
          "%s folder %s cannot be %s"
              .formatted(name, label, facts.exists() ? "written to" : "created"),
          "fix its permissions, or set LOCALPORT_HOME to another folder");
    } else if (isKnown(facts) && facts.freeBytes() < NONE_LEFT) {
      return broken(
          "%s folder %s: no space left".formatted(name, label),
          "free some space; to see what takes it: du -xh " + label);
    }
    return usable(facts);
  }

  private DoctorCheck usable(FolderFacts facts) {
    if (isKnown(facts) && facts.freeBytes() < LITTLE_LEFT) {
      return warning(
          "%s folder %s: only %d MB left".formatted(name, label, facts.freeBytes() / MIB),
          "free some space");
    } else if (facts.remote()) {
      return warning("%s folder %s is on a network file system".formatted(name, label), OTHER);
    } else if (facts.exists() && facts.mode().isEmpty()) {
      return warning(
          "%s folder %s: the system does not say who may use it".formatted(name, label),
          "see that it is yours alone: ls -ld '%s'".formatted(folder));
    } else if (facts.exists() && !facts.mode().endsWith("------")) {
      return warning(
          "%s folder %s is open to others (%s)".formatted(name, label, facts.mode()),
          "close it: chmod 700 '%s'".formatted(folder));
    }
    return DoctorCheck.ok(
        "files." + name,
        Groups.FILES,
        label,
        "%s folder %s%s".formatted(name, label, remark(facts)));
  }

  private static String remark(FolderFacts facts) {
    if (!facts.exists()) {
      return " (created when it is needed)";
    }
    return isKnown(facts) ? "" : " (how much space is left is not known)";
  }

  private static boolean isKnown(FolderFacts facts) {
    return facts.freeBytes() != FolderFacts.UNKNOWN;
  }

  private DoctorCheck broken(String message, String remedy) {
    return DoctorCheck.broken("files." + name, Groups.FILES, label, message, remedy);
  }

  private DoctorCheck warning(String message, String remedy) {
    return DoctorCheck.warning("files." + name, Groups.FILES, label, message, remedy);
  }
}
