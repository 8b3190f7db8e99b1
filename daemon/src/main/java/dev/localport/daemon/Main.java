package dev.localport.daemon;

import dev.localport.api.ExitCode;
import dev.localport.daemon.host.Hangup;
import dev.localport.daemon.net.NameCache;
import dev.localport.daemon.state.NewerStateException;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import dev.localport.rpc.RpcException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The daemon's process: {@code localport daemon run}, or started by the first command that needs
 * it.
 */
public final class Main {
  private static final String FOREGROUND = "foreground";
  private static final String REPLACE = "replace";
  private static final String DOCTOR = "doctor";

  private Main() {}

  /**
   * Runs the daemon until it is asked to end. With the argument {@code foreground} it prints on
   * standard error where it is, once it answers; with {@code replace} it takes the place of a
   * daemon that runs already; with {@code doctor} it is no daemon, and only checks clusters.
   */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(List.of(arguments), System.err));
  }

  private static int run(List<String> arguments, PrintStream err) throws InterruptedException {
    NameCache.turnOff();
    if (arguments.contains(DOCTOR)) {
      return doctor(err);
    }
    Places places = Places.ofProcess();
    Predecessor predecessor =
        arguments.contains(REPLACE) ? Predecessor.IS_REPLACED : Predecessor.STAYS;
    AtomicReference<Runnable> reload = new AtomicReference<>(() -> {});
    boolean _ = Hangup.hear(() -> reload.get().run()); // from the first moment: it would end us
    try (Daemon daemon = Daemon.start(places, System.getenv("LOCALPORT_LOG_LEVEL"), predecessor)) {
      reload.set(daemon::reload);
      if (arguments.contains(FOREGROUND)) {
        err.printf(
            "the daemon listens on %s and logs to %s; Ctrl-C stops it%n",
            places.socket(), places.daemonLog());
      }
      Thread hook = new Thread(daemon::endAndWait, "signal");
      Runtime.getRuntime().addShutdownHook(hook);
      daemon.awaitEnd();
      return ExitCode.OK;
    } catch (AlreadyRunningException e) {
      err.println(e.getMessage());
      return predecessor == Predecessor.STAYS ? ExitCode.OK : ExitCode.GENERAL;
    } catch (NewerStateException e) {
      err.println(e.getMessage());
      return ExitCode.GENERAL;
    } catch (PathProblem e) {
      err.println(e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      err.println("the daemon cannot start: " + e.getMessage());
      return ExitCode.GENERAL;
    }
  }

  private static int doctor(PrintStream err) throws InterruptedException {
    try {
      OneShotDoctor.run(stdin(), System.out);
      return ExitCode.OK;
    } catch (IOException | RpcException e) {
      err.println("the clusters cannot be checked: " + e.getMessage());
      return ExitCode.GENERAL;
    }
  }

  private static BufferedReader stdin() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }
}
