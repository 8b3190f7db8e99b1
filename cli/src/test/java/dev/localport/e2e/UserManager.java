package dev.localport.e2e;

import dev.localport.testing.Await;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A user of its own, with a real systemd user manager while it is logged in. Needs root and the
 * script that {@code LOCALPORT_E2E_USER_MANAGER} names; without them the test is skipped by its
 * name. Closing removes the user and all that is its own.
 */
public final class UserManager implements Closeable {
  /** The lock of the users of this machine: one class at a time adds some. */
  public static final String LOCK = "users";

  private static final String VARIABLE = "LOCALPORT_E2E_USER_MANAGER";

  private final String script;
  private final Path folder;
  private final String user;
  private @Nullable Process session;

  private UserManager(String script, Path folder) {
    this.script = script;
    this.folder = folder;
    this.user = folder.getFileName().toString();
  }

  /** Adds a user and logs in. */
  public static UserManager start() throws IOException, InterruptedException {
    String script = System.getenv().getOrDefault(VARIABLE, "");
    if (script.isEmpty()) {
      throw Programs.missing("no systemd user manager: " + VARIABLE + " is not set");
    } else if (!"root".equals(System.getProperty("user.name"))) {
      throw Programs.missing("a user is added for the test, which needs root");
    }
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "lp");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    UserManager manager = new UserManager(script, folder);
    try {
      manager.addUser();
      manager.logIn();
      return manager;
    } catch (IOException | InterruptedException | AssertionError e) {
      manager.close();
      throw e;
    }
  }

  private void addUser() throws IOException, InterruptedException {
    done("useradd", "--home-dir", home().toString(), "--create-home", "--shell", "/bin/sh", user);
    done("chmod", "700", home().toString());
  }

  private static void done(String... command) throws IOException, InterruptedException {
    Result result = RunningProgram.start(new ProcessBuilder(command)).awaitEnd();
    if (result.exit() != 0) {
      throw new AssertionError("%s: %s".formatted(List.of(command), result));
    }
  }

  /** Returns the user's home folder. */
  public Path home() {
    return folder.resolve("home");
  }

  /** Returns a folder beside it, which root writes and the user reads. */
  Path folder() {
    return folder;
  }

  private Path runtime() {
    return folder.resolve("run");
  }

  /** Begins a session: a new runtime folder, and the user manager with all that starts at login. */
  void logIn() throws IOException, InterruptedException {
    Files.createDirectory(
        runtime(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ProcessBuilder builder =
        new ProcessBuilder(script, user, "sh", "-c", "echo ready; exec cat >/dev/null");
    builder.environment().put("USER_MANAGER_RUNTIME", runtime().toString());
    builder.redirectError(folder.resolve("manager.err").toFile());
    Process begun = builder.start();
    session = begun;
    BufferedReader lines = begun.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    if (!"ready".equals(line)) {
      throw new AssertionError(
          "no user manager: " + Files.readString(folder.resolve("manager.err")));
    }
  }

  /** Ends the session: the user manager with all its units, then the runtime folder. */
  void logOut() throws IOException, InterruptedException {
    Process ended = session;
    session = null;
    if (ended != null) {
      ended.getOutputStream().close();
      if (!ended.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        ended.destroyForcibly();
        throw new AssertionError("the user manager did not end");
      }
    }
    delete(runtime());
  }

  /** Returns what runs a command as this user, in the session. */
  public ProcessBuilder builder(List<String> command) {
    List<String> words = new ArrayList<>(List.of("runuser", "-u", user, "--", "env", "-i"));
    words.add("XDG_RUNTIME_DIR=" + runtime());
    words.add("HOME=" + home());
    words.add("PATH=/usr/local/bin:/usr/bin:/bin");
    words.add("LC_ALL=C.UTF-8");
    words.addAll(command);
    return new ProcessBuilder(words);
  }

  /** Runs a command as this user to its end. */
  Result run(String... command) throws IOException, InterruptedException {
    return RunningProgram.start(builder(List.of(command))).awaitEnd();
  }

  /** Writes a file that belongs to the user. */
  public Path write(String name, String text) throws IOException, InterruptedException {
    Path file = home().resolve(name);
    Path parent = file.resolveSibling("");
    run("mkdir", "-p", parent.toString());
    Files.writeString(file, text);
    done("chown", user, file.toString());
    return file;
  }

  /** Returns the commands of the user's processes but for those of the session itself. */
  List<String> processes() throws IOException, InterruptedException {
    Result result =
        RunningProgram.start(new ProcessBuilder("ps", "-u", user, "-o", "args=")).awaitEnd();
    return result
        .stdout()
        .lines()
        .filter(line -> line.contains("java") || line.contains("localport"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    try {
      logOut();
      if (!Files.exists(home())) {
        return;
      }
      for (ProcessHandle left : ProcessHandle.allProcesses().filter(this::isOurs).toList()) {
        left.destroyForcibly();
        Await.until("end of " + left.pid(), () -> !left.isAlive());
      }
      done("userdel", user);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + user + " was removed");
    } finally {
      delete(folder);
    }
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().user().filter(user::equals).isPresent();
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
