package dev.localport.cli.manager;

import dev.localport.paths.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The fakes keep what the real ones keep. */
class FakeSystemctlTest extends SystemdContract {
  @TempDir private Path home;

  @Override
  InstallationContext machine() {
    OperatingSystem system = new FakeSystemctl(home).system();
    return Services.machine(home, Map.of("XDG_RUNTIME_DIR", "/run"), system);
  }

  @Override
  void write(ServiceFile file) throws IOException {
    Files.createDirectories(file.path().resolveSibling(""));
    AtomicFile.write(file.path(), file.text());
  }

  @Nested
  class AsRunner extends RunnerContract {
    @Override
    Runner runner() {
      return new FakeSystemctl(home);
    }
  }
}
