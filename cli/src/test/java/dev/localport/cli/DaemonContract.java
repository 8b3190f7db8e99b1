package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Methods;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.DaemonPhase;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every version of the command line may rely on, of a daemon of any version: it can be found,
 * told apart and stopped. Holds for the real daemon and for the one that tests use in its place.
 */
public abstract class DaemonContract {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Returns the state folder of a daemon that runs. */
  protected abstract Path stateFolder();

  /** Waits until the daemon has ended; called after it was asked to. */
  protected abstract void awaitEnd() throws InterruptedException;

  private DaemonFile daemon() {
    return DaemonFile.find(stateFolder().resolve("daemon.json")).orElseThrow();
  }

  private JsonObject call(String method, JsonObject params) throws IOException {
    try (RpcClient client = RpcClient.connect(daemon().socket(), LIMIT, (_, _) -> {})) {
      return client.call(method, params, LIMIT);
    }
  }

  @Test
  public void itsLockNamesItToo() throws IOException {
    assertThat(DaemonLock.ask(stateFolder().resolve("daemon.lock")))
        .isEqualTo(new DaemonLock.State.Held(daemon(), DaemonPhase.RUNNING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"protocol\":0}",
        "{\"protocol\":1,\"version\":\"0.1.0\"}",
        "{\"protocol\":99,\"version\":\"9.0\",\"later\":{}}"
      })
  public void helloAnswersCallersOfEveryProtocol(String params) throws IOException {
    JsonObject hello = call(Methods.HELLO, JsonObject.parse(params));

    assertThat(hello.number("pid")).isEqualTo(daemon().pid());
    assertThat(hello.text("version")).isEqualTo(daemon().version());
    assertThat(hello.number("protocol")).isPositive();
  }

  @Test
  public void statusNamesTheDaemonWithoutAHello() throws IOException {
    JsonObject status = call(Methods.STATUS, JsonObject.empty()).object("daemon");

    assertThat(status.number("pid")).isEqualTo(daemon().pid());
    assertThat(status.text("version")).isEqualTo(daemon().version());
    assertThat(status.number("protocol")).isPositive();
    assertThat(status.number("uptime_seconds")).isNotNegative();
  }

  @Test
  public void aMethodThatItDoesNotKnowIsAnErrorOfItsOwn() {
    assertThatThrownBy(() -> call("daemon.fly", JsonObject.empty()))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.code()).isEqualTo(RpcException.METHOD_NOT_FOUND));
  }

  @Test
  public void stopAnswersAndLeavesNothingToFind() throws IOException, InterruptedException {
    long pid = daemon().pid();

    JsonObject answer = call(Methods.STOP_DAEMON, JsonObject.empty());
    awaitEnd();

    assertThat(answer.number("pid")).isEqualTo(pid);
    assertThat(stateFolder().resolve("daemon.json")).doesNotExist();
    assertThat(DaemonLock.ask(stateFolder().resolve("daemon.lock")))
        .isInstanceOf(DaemonLock.State.Free.class);
  }
}
