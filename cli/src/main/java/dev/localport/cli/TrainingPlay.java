package dev.localport.cli;

import dev.localport.api.ExitCode;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.DaemonProcess;
import dev.localport.cli.client.DaemonProgram;
import dev.localport.cli.client.Daemons;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.Console;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the {@link Training} plays, in the demo's surroundings. */
final class TrainingPlay {
  private static final Duration READY_LIMIT = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(90); // it writes its cache then
  private static final long PAUSE_MILLIS = 20;

  private static final String GET = "GET / HTTP/1.1\r\nHost: training\r\n\r\n";

  /* What users ask most, and then what is like it. */
  private static final List<String> COMMANDS =
      List.of(
          "daemon start",
          "start",
          "status",
          "status --health",
          "status -o json",
          "env",
          "test web",
          "reconnect web",
          "prompt",
          "logs -n 5",
          "config validate",
          "stop web");

  private final CliEnvironment surroundings;
  private final Console console;
  private final Path daemonCache;
  private final QuickTraining.Run quick;

  TrainingPlay(
      CliEnvironment surroundings, Console console, Path daemonCache, QuickTraining.Run quick) {
    this.surroundings = surroundings;
    this.console = console;
    this.daemonCache = daemonCache;
    this.quick = quick;
  }

  void play() throws CommandException, InterruptedException {
    Process daemon = startDaemon();
    try {
      awaitAnswer(daemon);
      for (String command : COMMANDS) {
        run(command);
        if (command.equals("start")) {
          request();
        }
      }
      quick.in(surroundings);
      new CommandTree(surroundings, console).run("status", "nosuch"); // messages, too
      new CommandTree(surroundings, console).run("daemon", "stop");
      if (!daemon.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw failed("the daemon did not end in time", null);
      }
    } finally {
      daemon.destroyForcibly();
    }
  }

  private void run(String command) throws CommandException {
    int exit = new CommandTree(surroundings, console).run(command.split(" ", -1));
    if (exit != ExitCode.OK) {
      throw failed("localport " + command + " ended with " + exit, null);
    }
  }

  private Process startDaemon() throws CommandException {
    List<String> command =
        DaemonProgram.command(
            surroundings.programs().java(),
            String.valueOf(surroundings.programs().daemonClassPath()),
            List.of("-XX:AOTCacheOutput=" + daemonCache),
            DaemonProcess.MAIN,
            List.of());
    try {
      return DaemonProgram.builder(surroundings, command).inheritIO().start();
    } catch (IOException e) {
      throw failed("the daemon cannot be started", e);
    }
  }

  /* A command that finds no daemon would start one of its own. */
  private void awaitAnswer(Process daemon) throws CommandException, InterruptedException {
    Instant end = surroundings.clock().instant().plus(READY_LIMIT);
    while (findDaemon().isEmpty()) {
      if (surroundings.clock().instant().isAfter(end)
          || daemon.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw failed("the daemon did not start", null);
      }
    }
  }

  private Optional<StatusReply> findDaemon() throws CommandException {
    try (DaemonClient daemon = new Daemons(surroundings).find((_, _) -> {}).orElse(null)) {
      return daemon == null
          ? Optional.empty()
          : Optional.of(StatusReply.from(Pages.status(daemon)));
    }
  }

  /** One request through each port, so that the daemon moves bytes. */
  private void request() throws CommandException {
    for (ServiceStatus service : findDaemon().orElseThrow().services()) {
      PortStatus.Address address = service.ports().getFirst().local().getFirst();
      try (Socket socket = new Socket(address.address(), address.port())) {
        socket.setSoTimeout((int) READY_LIMIT.toMillis());
        socket.getOutputStream().write(GET.getBytes(StandardCharsets.UTF_8));
        if (socket.getInputStream().read() < 0) {
          throw new EOFException("closed without an answer");
        }
      } catch (IOException e) {
        throw failed("no answer through " + service.name(), e);
      }
    }
  }

  private static CommandException failed(String how, @Nullable Throwable cause) {
    return new CommandException(ExitCode.GENERAL, "training: " + how, cause);
  }
}
