package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.logs.LogFiles;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedMethodTest {
  private static final JsonObject SECRET = JsonObject.builder().put("token", "secret").build();

  @TempDir private Path folder;
  private Places places;
  private LogFiles files;

  @BeforeEach
  void open() {
    places = new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve");
    files = LogFiles.open(places, "debug");
  }

  @AfterEach
  void close() {
    files.close();
  }

  private static JsonObject call(RpcMethod method) throws InterruptedException {
    return new LoggedMethod("service.list", method).call(SECRET, new DeafCaller());
  }

  private String log() throws IOException {
    return Files.readString(places.daemonLog());
  }

  @Test
  void anAnswerIsPassedOnAndItsTimeLogged() throws IOException, InterruptedException {
    assertThat(call((params, _) -> params)).isEqualTo(SECRET);

    assertThat(log())
        .containsPattern("DEBUG request answered method=\"service.list\" took_ms=\"\\d+\"\n")
        .doesNotContain("secret");
  }

  @Test
  void aRefusalIsPassedOnAndLoggedWithItsReason() throws IOException {
    assertThatThrownBy(() ->
            call((_, _) -> {
              throw new RpcException(RpcException.FAILED, "no such thing");
            }))
        .hasMessage("no such thing");

    assertThat(log())
        .containsPattern(
            "DEBUG request refused method=\"service.list\" took_ms=\"\\d+\" why=\"no such thing\"\n");
  }
}
