package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers, byte for byte, to peers that say anything. */
@Timeout(20)
class RpcWireTest {
  private static final String ECHO = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}";
  private static final String ECHOED = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

  @TempDir private Path folder;
  private TestServer server;
  private RawPeer peer;

  @BeforeEach
  void connect() throws IOException {
    server = new TestServer(folder);
    peer = server.raw();
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    server.close();
  }

  @Test
  void answersAsWrittenInTheConversation() throws IOException {
    for (String line : conversation()) {
      if (line.startsWith("> ")) {
        peer.send(line.substring(2));
      } else if (line.startsWith("< ")) {
        assertThat(peer.read()).isEqualTo(line.substring(2));
      }
    }
  }

  private static List<String> conversation() throws IOException {
    try (InputStream file = RpcWireTest.class.getResourceAsStream("/rpc/conversation.txt")) {
      byte[] bytes = Objects.requireNonNull(file).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void reportsABugWithItsCauseAndNothingElse() throws IOException {
    peer.call(1, "bug");
    peer.readObject();
    peer.call(2, "refuse");
    peer.readObject();
    peer.call(3, "overflow");
    peer.readObject();

    assertThat(server.bugs)
        .hasExactlyElementsOfTypes(IllegalStateException.class, StackOverflowError.class);
  }

  @Test
  void takesALineOfExactlyTheLimit() throws IOException {
    peer.send(ECHO + " ".repeat(LineReader.MAX_LINE - ECHO.length()));

    assertThat(peer.read()).isEqualTo(ECHOED);
  }

  @Test
  void refusesALineOverTheLimitAndEndsThatConnectionOnly() throws IOException {
    try (RawPeer other = server.raw()) {
      peer.send(ECHO + " ".repeat(LineReader.MAX_LINE + 1 - ECHO.length()));

      assertThat(peer.read())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"
                  + "\"message\":\"the line is longer than 1048576 bytes\"}}");
      assertThat(peer.read()).isNull();
      other.send(ECHO);
      assertThat(other.read()).isEqualTo(ECHOED);
    }
  }

  @Test
  void refusesALineThatIsNoUtf8AndGoesOn() throws IOException {
    peer.send(new byte[] {'"', (byte) 0xff, '"', '\n'});
    peer.send(ECHO);

    assertThat(peer.readObject().object("error").text("message"))
        .isEqualTo("the line is not UTF-8");
    assertThat(peer.read()).isEqualTo(ECHOED);
  }

  @Test
  void takesALineInPiecesAndSeveralAtOnce() throws IOException {
    for (byte single : ECHO.getBytes(StandardCharsets.UTF_8)) {
      peer.send(new byte[] {single});
    }
    peer.send("\r\n" + ECHO + "\n" + ECHO);

    assertThat(List.of(peer.readObject(), peer.readObject(), peer.readObject()))
        .containsOnly(JsonObject.parse(ECHOED));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesRandomLines(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 250; i++) {
      String id = "seed %s, line %s".formatted(seed, i);

      peer.send(randomLine(random));
      peer.send(ECHO.replace("1", '"' + id + '"'));

      awaitAnswer(id);
    }
    assertThat(server.bugs).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6, 7})
  void answersEveryHostileRequestAndGoesOn(long seed) throws IOException {
    HostileJson lines = new HostileJson(new Random(seed));
    for (int i = 0; i < 150; i++) {
      String id = "seed %s, line %s".formatted(seed, i);

      peer.send(lines.request("echo"));
      peer.send(ECHO.replace("1", '"' + id + '"'));

      awaitAnswer(id);
    }
    assertThat(server.bugs).isEmpty();
  }

  @Test
  void answersParametersThatAreNestedTooDeeply() throws IOException {
    String deep = "[".repeat(50_000) + "]".repeat(50_000);
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"echo\",\"params\":{\"a\":" + deep + "}}");
    peer.send(ECHO);

    assertThat(List.of(peer.readObject().toString(), peer.readObject().toString()))
        .containsExactlyInAnyOrder(
            "{\"jsonrpc\":\"2.0\",\"id\":8,\"error\":{\"code\":-32602,"
                + "\"message\":\"nested deeper than 100 levels\"}}",
            ECHOED);
  }

  @Test
  void answersIdsAndMethodNamesThatHardlyFitIntoALine() throws IOException {
    String huge = "x".repeat(LineReader.MAX_LINE - 100);
    peer.send(ECHO.replace("1", '"' + huge + '"'));
    assertThat(peer.readObject().object("error").text("message"))
        .isEqualTo("id has more than 1000 characters");

    peer.send(ECHO.replace("echo", huge));
    assertThat(peer.readObject().object("error").text("message"))
        .isEqualTo("unknown method " + "x".repeat(100));

    peer.send(ECHO.replace("1", "9".repeat(1_000)));
    assertThat(peer.read()).isEqualTo(ECHOED.replace("1", "9".repeat(1_000)));
  }

  private void awaitAnswer(String id) throws IOException {
    JsonObject reply = peer.readObject();
    while (!id.equals(reply.asMap().get("id"))) { // that of the line before, if it has one
      reply = peer.readObject();
    }
    assertThat(reply.has("result")).as(id).isTrue();
  }

  /** Half of the lines are bytes, half are a request with one byte changed. */
  private static byte[] randomLine(Random random) {
    byte[] line = new byte[1 + random.nextInt(400)];
    random.nextBytes(line);
    if (random.nextBoolean()) {
      line = (ECHO + "\n").getBytes(StandardCharsets.UTF_8);
      line[random.nextInt(line.length - 1)] = (byte) random.nextInt();
    }
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i] == '\n' ? (byte) ' ' : line[i];
    }
    line[line.length - 1] = '\n';
    return line;
  }
}
