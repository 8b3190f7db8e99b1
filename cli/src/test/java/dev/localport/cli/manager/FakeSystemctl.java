package dev.localport.cli.manager;

import dev.localport.cli.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As much of a systemd user manager as the login service sees; {@code SystemdContract} judges. */
public final class FakeSystemctl extends FakeManager {
  private static final String UNIT = "localport.service";
  private static final long PID = Samples.PID + 1; // that of FakeDaemon number 1

  private final Path folder;
  private final Path lingering;
  private @Nullable String loaded;
  private boolean active;
  private boolean crashed;
  private boolean failed;
  private boolean reachable = true;
  private boolean lingers;
  private Runnable start = () -> {};
  private Runnable stop = () -> {};

  /** A manager that reads units below the home folder. */
  public FakeSystemctl(Path home) {
    this.folder = home.resolve(".config/systemd/user");
    this.lingering = home.resolve("lingering");
  }

  /** Returns a Linux with this manager. */
  public OperatingSystem system() {
    return new OperatingSystem("Linux", this, lingering);
  }

  /** Tells what a start and a stop of the unit do; nothing unless told. */
  public void does(Runnable onStart, Runnable onStop) {
    start = onStart;
    stop = onStop;
  }

  /** Lets users turn lingering on without an administrator. */
  public void allowLingering() {
    lingers = true;
  }

  /** Plays a daemon that has crashed and is about to be started again. */
  public void crash() {
    crashed = true;
  }

  /** Lets nobody reach it from now on, as after {@code su}. */
  public void becomeUnreachable() {
    reachable = false;
  }

  /** Plays too many crashes in a row. */
  public void giveUp() {
    active = false;
    failed = true;
  }

  @Override
  public ProgramResult run(List<String> command) {
    return lingers && command.equals(List.of("loginctl", "enable-linger"))
        ? linger()
        : super.run(command);
  }

  private ProgramResult linger() {
    try {
      Files.createDirectories(lingering);
      Files.createFile(lingering.resolve(USER));
      return done("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  String program() {
    return "systemctl";
  }

  @Override
  boolean isQuestion(String words) {
    return words.contains(" show ") || words.contains(" reset-failed ");
  }

  @Override
  ProgramResult answer(String words) {
    if (!reachable) {
      return failed("Failed to connect to bus: No medium found");
    }
    return switch (words) {
      case "--user show --property=Version" -> done("Version=252\n");
      case "--user show " + UNIT + " --property=" + SystemctlShow.PROPERTIES -> done(shown());
      case "--user daemon-reload" -> load();
      case "--user enable " + UNIT -> enable();
      case "--user disable " + UNIT -> disable();
      case "--user start " + UNIT -> start();
      case "--user stop " + UNIT -> stop();
      case "--user reset-failed " + UNIT -> resetFailed();
      default -> failed("Unknown command verb " + words);
    };
  }

  private ProgramResult load() {
    try {
      Path unit = folder.resolve(UNIT);
      loaded = Files.exists(unit) ? Files.readString(unit) : null;
      return done("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path link() {
    return folder.resolve("default.target.wants").resolve(UNIT);
  }

  private ProgramResult enable() {
    try {
      Files.createDirectories(link().resolveSibling(""));
      Files.deleteIfExists(link());
      Files.createSymbolicLink(link(), folder.resolve(UNIT));
      return done("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProgramResult disable() {
    try {
      Files.deleteIfExists(link());
      return done("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProgramResult start() {
    if (loaded == null) {
      return failed("Failed to start " + UNIT + ": Unit " + UNIT + " not found.");
    }
    boolean before = active;
    active = UnitText.read(loaded).orElseThrow().program().missing().isEmpty();
    failed = !active;
    if (active && !before) {
      start.run();
    }
    return active
        ? done("")
        : failed("Job for " + UNIT + " failed because the control process exited with error code.");
  }

  private ProgramResult stop() {
    if (active) {
      stop.run();
    }
    active = false;
    return loaded == null ? failed("Failed to stop " + UNIT) : done("");
  }

  private ProgramResult resetFailed() {
    failed = false;
    return done("");
  }

  private String shown() {
    return """
    MainPID=%s
    LoadState=%s
    ActiveState=%s
    UnitFileState=%s
    """
        .formatted(
            active && !crashed ? PID : 0,
            loaded == null ? "not-found" : "loaded",
            active ? (crashed ? "activating" : "active") : failed ? "failed" : "inactive",
            loaded == null ? "" : Files.exists(link()) ? "enabled" : "disabled");
  }
}
