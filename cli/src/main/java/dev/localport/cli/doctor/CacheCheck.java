package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the daemon starts from its AOT cache, which makes that fast. Nothing else depends on it.
 *
 * @param cache where the cache may be; null: the launcher found none that fits
 * @param fits whether Java takes a cache
 */
public record CacheCheck(@Nullable String cache, Predicate<String> fits) implements Check {
  private static final String ID = "program.cache";
  private static final String AGAIN =
      "works without; for fast starts, install LocalPort again or run: ./mvnw package";

  @Override
  public List<DoctorCheck> run() {
    String path = cache;
    if (path == null || !Files.isReadable(Path.of(path))) {
      return List.of(warning("no AOT cache for the daemon: it starts slower"));
    }
    return List.of(
        fits.test(path)
            ? DoctorCheck.ok(
                ID, Groups.PROGRAM, "AOT cache", "the daemon's AOT cache fits this Java")
            : warning("the AOT cache does not fit this Java or program: the daemon starts slower"));
  }

  private static DoctorCheck warning(String message) {
    return DoctorCheck.warning(ID, Groups.PROGRAM, "AOT cache", message, AGAIN);
  }
}
