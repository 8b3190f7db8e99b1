package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lives in a daemon's memory after a full collection, in MiB, as its JVM tells: objects, and
 * what they hold outside of the heap (buffers of sockets and frames).
 */
public record DaemonMemory(double heapMib, double directMib) {
  /** Has a JVM count what is outside of the heap: for {@code JDK_JAVA_OPTIONS}. */
  public static final String COUNTED = "-XX:NativeMemoryTracking=summary";

  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern OTHER = Pattern.compile("Other \\(reserved=(\\d+)KB");
  private static final double KIB = 1024;

  /** Collects twice, since what the first collection finds may let go of more. */
  public static DaemonMemory of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    jcmd(pid, "GC.run");
    return new DaemonMemory(
        sum(USED, jcmd(pid, "GC.heap_info")) / KIB,
        sum(OTHER, jcmd(pid, "VM.native_memory", "summary", "scale=KB")) / KIB);
  }

  private static double sum(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    double sum = 0;
    do {
      sum += Double.parseDouble(found.group(1));
    } while (found.find());
    return sum;
  }

  /** Has the JVM of a process do something, by the JDK's own tool. */
  static String jcmd(long pid, String... command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    ProcessBuilder builder = new ProcessBuilder(jcmd.toString(), Long.toString(pid));
    builder.command().addAll(List.of(command));
    try (RunningProgram running = RunningProgram.start(builder)) {
      Result result = running.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isZero();
      return result.stdout();
    }
  }
}
