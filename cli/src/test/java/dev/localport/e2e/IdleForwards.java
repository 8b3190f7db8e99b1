package dev.localport.e2e;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Forwards of one tool to an echo server, each with an open connection on which nothing moves. */
final class IdleForwards implements Closeable {
  static final String LOCALPORT = "LocalPort";

  private static final int PATIENCE_MILLIS = 10_000;
  private static final Duration STARTED = Duration.ofMinutes(5);

  private final String tool;
  private final List<RunningProgram> processes = new ArrayList<>();
  private final List<LocalportProgram> owned = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Socket> open = new ArrayList<>();

  private IdleForwards(String tool) {
    this.tool = tool;
  }

  /** Returns forwards to be, of one daemon. */
  static IdleForwards localport() {
    return new IdleForwards(LOCALPORT);
  }

  /** Returns forwards to be, each of a process of its own. */
  static IdleForwards kubectl(String program) throws IOException, InterruptedException {
    return new IdleForwards("kubectl " + version(program));
  }

  /** Starts all services; the folder is a new home's. */
  void start(Path folder, Path kubeconfig, int count) throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(folder, kubeconfig);
    owned.add(localport);
    localport.config(yaml(count));
    localport.run("start", "--no-wait");
    List<JsonObject> services =
        Await.until(
            STARTED,
            "services that are all connected",
            () -> localport.json("status", "-o", "json").objects("services"),
            all -> all.stream().allMatch(service -> service.text("state").equals("connected")));
    for (JsonObject service : services) {
      connect((int) service.number("local_port"));
    }
  }

  private static String yaml(int count) {
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nservices:\n");
    for (int i = 0; i < count; i++) {
      yaml.append(
          """
            - name: idle-%d
              connection: {resource_name: faults, namespace: lp-demo}
              local_port: auto
              remote_port: 9001
          """
              .formatted(i));
    }
    return yaml.toString();
  }

  /** Starts a process of the program for each forward. */
  void start(String program, Path kubeconfig, int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      RunningProgram kubectl =
          RunningProgram.start(
              new ProcessBuilder(
                  program,
                  "--kubeconfig=" + kubeconfig,
                  "--namespace=lp-demo",
                  "port-forward",
                  "service/faults",
                  ":9001"));
      processes.add(kubectl);
      String line = kubectl.awaitLine("Forwarding from 127.0.0.1:");
      connect(Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1")));
    }
  }

  private static String version(String program) throws IOException, InterruptedException {
    try (RunningProgram running =
        RunningProgram.start(new ProcessBuilder(program, "version", "--client", "-o", "json"))) {
      JsonObject version = JsonObject.parse(running.awaitEnd().stdout());
      return version.object("clientVersion").text("gitVersion");
    }
  }

  private void connect(int port) throws IOException {
    ports.add(port);
    Socket socket = Http.connect(port);
    open.add(socket);
    if (!answers(socket)) {
      throw new AssertionError(tool + " does not forward to port " + port);
    }
  }

  String tool() {
    return tool;
  }

  /** Returns how many processes have ended. */
  long ended() {
    return processes.stream().filter(process -> !process.isAlive()).count();
  }

  /** Returns how many of the open connections do not answer within ten seconds. */
  long lostConnections() throws InterruptedException {
    return lost(open.stream().<Callable<Boolean>>map(socket -> () -> answers(socket)).toList());
  }

  /** Returns how many forwards do not serve a new connection within ten seconds. */
  long lostForwards() throws InterruptedException {
    return lost(ports.stream().<Callable<Boolean>>map(port -> () -> serves(port)).toList());
  }

  private static boolean serves(int port) {
    try (Socket socket = Http.connect(port)) {
      return answers(socket);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean answers(Socket socket) {
    byte[] word = "still there?".getBytes(StandardCharsets.US_ASCII);
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(word);
      return Arrays.equals(socket.getInputStream().readNBytes(word.length), word);
    } catch (IOException _) {
      return false;
    }
  }

  private static long lost(List<Callable<Boolean>> looks) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long lost = 0;
      for (Future<Boolean> look : threads.invokeAll(looks)) {
        lost += look.get() ? 0 : 1;
      }
      return lost;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    processes.forEach(RunningProgram::close);
    for (LocalportProgram localport : owned) {
      localport.close();
    }
  }
}
