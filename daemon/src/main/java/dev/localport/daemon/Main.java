package dev.localport.daemon;

import dev.localport.api.ExitCode;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import java.io.IOException;
import java.io.PrintStream;

/**
 * The daemon's process: {@code localport daemon run}, or started by the first command that needs
 * it.
 */
public final class Main {
  private Main() {}

  /** Runs the daemon until it is asked to end. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(System.err));
  }

  private static int run(PrintStream err) throws InterruptedException {
    try (Daemon daemon = Daemon.start(Places.ofProcess(), System.getenv("LOCALPORT_LOG_LEVEL"))) {
      Thread hook = new Thread(daemon::endAndWait, "signal");
      Runtime.getRuntime().addShutdownHook(hook);
      daemon.awaitEnd();
      return ExitCode.OK;
    } catch (AlreadyRunningException e) {
      err.println(e.getMessage());
      return ExitCode.OK;
    } catch (PathProblem e) {
      err.println(e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      err.println("the daemon cannot start: " + e.getMessage());
      return ExitCode.GENERAL;
    }
  }
}
