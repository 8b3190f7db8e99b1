package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many connections leave nothing behind in the daemon, as the kernel and the JVM count it. */
@Tag("ci")
@OnRealCluster
class LeftoversIT {
  private static final int ROUNDS = 10;
  private static final int MOST_AT_ONCE = 500;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  @TempDir Path temporary;

  @Test
  void twoThousandConnectionsAndFiveHundredAtOnceLeaveNothing(TestCluster cluster)
      throws IOException, InterruptedException, ExecutionException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(Yaml.service("web", "8000"));
      assertThat(localport.run("start").exit()).isZero();
      int port = Ports.of(localport, "web");
      long pid = localport.findDaemon().orElseThrow().pid();
      atOnce(port, MOST_AT_ONCE); // what is opened once stays: spare sessions, classes, buffers
      long before = descriptors(pid);
      long threads = threads(pid);

      List<Long> heap = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < 200; i++) {
          assertThat(request(port)).isEqualTo(1000);
        }
        atOnce(port, 50);
        heap.add(heapAfterCollection(pid));
      }
      atOnce(port, MOST_AT_ONCE);

      Await.until("no open connection", () -> active(localport), active -> active == 0);
      System.out.println("heap after each round, KiB: " + heap);
      Await.until("descriptors as before", () -> descriptors(pid), now -> now <= before + 5);
      assertThat(threads(pid)).isLessThanOrEqualTo(threads + 10);
      assertThat(heap.getLast()).isLessThan(heap.getFirst() * 5 / 4);
    }
  }

  private static long active(LocalportProgram localport) throws IOException, InterruptedException {
    return localport
        .json("status", "web", "-o", "json")
        .objects("services")
        .getFirst()
        .object("connections")
        .number("active");
  }

  private static void atOnce(int port, int count) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> request = () -> request(port);
      for (Future<Integer> answer :
          threads.invokeAll(Stream.generate(() -> request).limit(count).toList())) {
        assertThat(answer.get()).isEqualTo(1000);
      }
    }
  }

  private static int request(int port) throws IOException {
    try (Socket socket = Http.connect(port);
        InputStream body = Http.open(socket, "/bytes?n=1000")) {
      return body.readAllBytes().length;
    }
  }

  private static long descriptors(long pid) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.count();
    }
  }

  private static long threads(long pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return tasks.count();
    }
  }

  private static long heapAfterCollection(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1));
    }
    return sum;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    ProcessBuilder builder = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command);
    try (RunningProgram running = RunningProgram.start(builder)) {
      Result result = running.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isZero();
      return result.stdout();
    }
  }
}
