package dev.localport.daemon.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.api.PodLogLine;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.LogStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lines in the bytes of a log, however they are cut into chunks. */
class LogLinesTest {
  private static final Instant AT = Instant.parse("2026-11-30T12:00:00.123456789Z");

  private final Queue<byte[]> chunks = new ArrayDeque<>();
  private boolean breaks;

  private final LogLines lines =
      new LogLines(
          new LogStream() {
            @Override
            public @Nullable ByteBuffer next(Duration wait) throws KubeException {
              byte[] chunk = chunks.poll();
              if (chunk == null && breaks) {
                throw new KubeException(FailureKind.UNREACHABLE, "it broke off");
              }
              return chunk == null ? null : ByteBuffer.wrap(chunk);
            }

            @Override
            public void close() {
              chunks.clear();
            }
          });

  private void arrive(String... texts) {
    for (String text : texts) {
      chunks.add(text.getBytes(UTF_8));
    }
  }

  private LogRead next() throws KubeException, InterruptedException {
    return lines.next(Duration.ofSeconds(1));
  }

  private List<LogRead> all() throws KubeException, InterruptedException {
    List<LogRead> all = new ArrayList<>();
    for (LogRead one = next(); !(one instanceof LogRead.Quiet); one = next()) {
      all.add(one);
    }
    return all;
  }

  private static LogRead line(String text) {
    return new LogRead.Line(new PodLogLine(AT, text));
  }

  @Test
  void aLineIsWholeWhereverItIsCut() throws KubeException, InterruptedException {
    String text = AT + " Größe 1\n" + AT + " \n2026-11-30T13:00:00.123456789+01:00 two\r\n";
    for (byte one : text.getBytes(UTF_8)) {
      chunks.add(new byte[] {one});
    }
    List<LogRead> found = new ArrayList<>();
    while (!chunks.isEmpty()) {
      LogRead read = next();
      if (!(read instanceof LogRead.Quiet)) {
        found.add(read);
      }
    }

    assertThat(found).containsExactly(line("Größe 1"), line(""), line("two"));
  }

  @Test
  void aLastLineWithoutALineFeedIsOneWhereTheLogEnds() throws KubeException, InterruptedException {
    arrive(AT + " one\n" + AT + " tw", "o");
    assertThat(all()).containsExactly(line("one"));
    chunks.add(new byte[0]);
    chunks.add(new byte[0]);

    assertThat(all()).containsExactly(line("two"), new LogRead.End());
  }

  @Test
  void halfALineIsNoneWhereTheAnswerBreaksOff() {
    arrive(AT + " half");
    breaks = true;

    assertThatThrownBy(this::next).isInstanceOf(KubeException.class).hasMessage("it broke off");
  }

  @Test
  void aVeryLongLineIsCutAndSaysSo() throws KubeException, InterruptedException {
    arrive(AT + " ", "x".repeat(3_000_000), "\n" + AT + " next\n");

    List<LogRead> found = all();

    assertThat(found).hasSize(2).last().isEqualTo(line("next"));
    assertThat(found.getFirst())
        .isInstanceOfSatisfying(
            LogRead.Line.class,
            line ->
                assertThat(line.line().text())
                    .hasSizeLessThan(66_000)
                    .endsWith("xxx… (cut: the line has 3000000 bytes)"));
  }

  @Test
  void theTimeInFrontOfALineDoesNotCount() throws KubeException, InterruptedException {
    String most = "x".repeat(LogLines.MOST);
    arrive(AT + " " + most + "\n", AT + " y" + most + "\n");

    assertThat(all())
        .containsExactly(
            line(most), line("y" + most.substring(1) + "… (cut: the line has 65537 bytes)"));
  }

  @Test
  void whatHasNoTimeIsTheNodesWord() throws KubeException, InterruptedException {
    arrive("unable to retrieve container logs for containerd://4f1\n");

    assertThat(next())
        .isEqualTo(new LogRead.Remark("unable to retrieve container logs for containerd://4f1"));
  }
}
