package dev.localport.simulator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * The simulated cluster's process: {@code Main FOLDER [PORT [VERSION]]}. Says in one line that it
 * is ready, and ends when its standard input ends or it is asked to with SIGTERM.
 */
public final class Main {
  private static final int USAGE = 2;

  private Main() {}

  /** Runs the cluster until it is asked to end. */
  public static void main(String[] arguments) throws InterruptedException {
    logToStandardError();
    System.exit(run(arguments, System.in, System.out, System.err));
  }

  /** Standard output is for the one line that says that it is ready. */
  private static void logToStandardError() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.iteratorForAppenders()
        .forEachRemaining(appender -> {
          if (appender instanceof ConsoleAppender<?> console) {
            console.setTarget("System.err");
            console.start();
          }
        });
  }

  static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (arguments.length < 1
        || arguments.length > 3
        || (arguments.length > 1 && !arguments[1].matches("\\d{1,5}"))
        || (arguments.length > 2 && !arguments[2].matches("\\d+\\.\\d+\\.\\d+"))) {
      err.println("usage: Main FOLDER [PORT [VERSION]]; a version such as 1.33.1");
      return USAGE;
    }
    SimulatedCluster.Options usual = SimulatedCluster.Options.usual(Path.of(arguments[0]));
    SimulatedCluster.Options options =
        new SimulatedCluster.Options(
            usual.folder(),
            arguments.length > 1 ? Integer.parseInt(arguments[1]) : usual.port(),
            arguments.length > 2 ? arguments[2] : usual.version(),
            usual.pace(),
            usual.bookmarkEvery());
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(asked, ended), "signal"));
    try (SimulatedCluster cluster = SimulatedCluster.start(options, InstantSource.system())) {
      out.println("ready: " + cluster.kubeconfig());
      out.flush();
      Thread.ofVirtual().name("stdin").start(() -> drain(in, asked));
      asked.await();
      return 0;
    } catch (IOException e) {
      err.println("the simulated cluster cannot run: " + e.getMessage());
      return 1;
    } finally {
      ended.countDown();
    }
  }

  private static void endAndWait(CountDownLatch asked, CountDownLatch ended) {
    asked.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends anyway
    }
  }

  private static void drain(InputStream in, CountDownLatch asked) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // as good as its end
    }
    asked.countDown();
  }
}
