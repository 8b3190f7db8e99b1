package dev.localport.cli;

import dev.localport.api.Methods;
import dev.localport.cli.manager.FakeSystemctl;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A terminal on a Linux with a systemd of ours, and a program to install. Where systemd starts the
 * unit, the fake daemon of number 1 runs; it takes the place of the one that ran before.
 */
final class ServiceMachine implements AutoCloseable {
  private final Path root;
  private final Terminal terminal;
  private final FakeSystemctl systemctl;
  private @Nullable FakeDaemon daemon;

  ServiceMachine(Path root) throws IOException {
    this.root = root;
    terminal = new Terminal(root).with("XDG_RUNTIME_DIR", "/run").with("PATH", "/usr/bin:/bin");
    systemctl = new FakeSystemctl(terminal.home());
    systemctl.does(this::start, this::end);
    javaIs("exit 0");
    Files.createDirectories(classes());
    Terminal _ = terminal.on(systemctl.system()).withProgram(java(), classes());
  }

  Terminal terminal() {
    return terminal;
  }

  FakeSystemctl systemctl() {
    return systemctl;
  }

  Path java() {
    return root.resolve("java");
  }

  Path classes() {
    return root.resolve("classes");
  }

  Path unit() {
    return terminal.home().resolve(".config/systemd/user/localport.service");
  }

  Path link() {
    return unit().resolveSibling("default.target.wants").resolve("localport.service");
  }

  Path variables() {
    return terminal.state().resolve("service.env");
  }

  /** Has the program do something else. */
  void javaIs(String script) throws IOException {
    Files.writeString(java(), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java(), PosixFilePermissions.fromString("rwx------"));
  }

  /** Starts a daemon that is not systemd's. */
  void startByHand() {
    run(0);
  }

  private void start() {
    end();
    run(1);
  }

  private void run(int number) {
    try {
      FakeDaemon fake = new FakeDaemon(terminal.state(), number);
      fake.answers(Methods.STATUS, Samples.status().toJson())
          .does(
              Methods.STOP_DAEMON,
              (_, _) -> {
                fake.stopSoon();
                return JsonObject.empty();
              });
      daemon = fake;
    } catch (Exception e) {
      throw new IllegalStateException("the fake daemon does not start", e);
    }
  }

  /* As a daemon ends that gets SIGTERM, or is replaced. */
  private void end() {
    try {
      if (daemon != null && Files.deleteIfExists(terminal.state().resolve("daemon.json"))) {
        daemon.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the fake daemon does not end", e);
    }
  }

  /** Waits until the daemon has ended; a command that asks it to does not see its process. */
  void awaitEnd() throws InterruptedException {
    running().awaitEnd();
  }

  /** Returns the daemon that was started last. */
  FakeDaemon running() {
    return Objects.requireNonNull(daemon, "none was started");
  }

  Terminal.Result install(String... options) {
    return daemon("install", options);
  }

  Terminal.Result daemon(String command, String... options) {
    return terminal.run(
        Stream.concat(Stream.of("daemon", command), Stream.of(options)).toArray(String[]::new));
  }

  /** Returns what {@code daemon status} says of the service. */
  List<String> service() {
    return daemon("status").stdout().lines().skip(1).toList();
  }

  @Override
  public void close() {
    if (daemon != null) {
      daemon.close();
    }
  }
}
