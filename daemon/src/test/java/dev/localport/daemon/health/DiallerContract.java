package dev.localport.daemon.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/**
 * What checks rely on when they connect to a pod. Holds for connections over the sessions of a
 * forward, and for those of tests. Only the end of a connection is looked at after it: until then
 * nobody may ask.
 */
public abstract class DiallerContract {
  /** What the pod does with a connection. */
  public enum Pod {
    /** Sends back what comes, and ends with its client. */
    ECHOES,
    /** Resets the connection once something came. */
    RESETS,
    /** Takes all and says nothing. */
    SILENT
  }

  /** Returns what is tested; its service has two ports or more. */
  protected abstract Dialler dialler();

  /** Opens a connection to such a pod. */
  protected abstract Connection open(Pod pod) throws IOException, InterruptedException;

  /** Leaves the forward without a session; open connections stay. */
  protected abstract void withoutSession();

  /** Loses the session that carries the open connections. */
  protected abstract void loseSession() throws IOException;

  /** Has the service not listen. */
  protected abstract void withoutListener();

  private static void write(Connection connection) throws IOException {
    connection.socket().getOutputStream().write("hello".getBytes(US_ASCII));
  }

  @Test
  public void aConnectionCarriesBytesBothWaysAndAnOrderlyEndIsNoBreak()
      throws IOException, InterruptedException {
    Connection connection = open(Pod.ECHOES);
    write(connection);
    connection.socket().shutdownOutput();

    assertThat(connection.socket().getInputStream().readAllBytes()).asString().isEqualTo("hello");
    connection.close();
    assertThat(connection.broken()).isEmpty();
  }

  @Test
  public void aConnectionThatTheCheckClosesIsNotBroken() throws IOException, InterruptedException {
    Connection connection = open(Pod.SILENT);
    write(connection);

    connection.close();
    connection.close();

    assertThat(connection.socket().isClosed()).isTrue();
    assertThat(connection.broken()).isEmpty();
  }

  @Test
  public void aConnectionThatThePodResetsIsBrokenAndTheSessionIsNotToBlame()
      throws IOException, InterruptedException {
    Connection connection = open(Pod.RESETS);
    write(connection);

    assertThatThrownBy(() -> connection.socket().getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class);
    connection.close();
    assertThat(connection.broken())
        .hasValueSatisfying(broken -> {
          assertThat(broken.why()).contains("reset by the pod");
          assertThat(broken.lineLost()).isFalse();
        });
  }

  @Test
  public void aConnectionWhoseSessionIsLostSaysNothingOfTheService()
      throws IOException, InterruptedException {
    Connection connection = open(Pod.SILENT);

    loseSession();

    assertThatThrownBy(() -> connection.socket().getInputStream().read())
        .isInstanceOf(SocketException.class);
    connection.close();
    assertThat(connection.broken())
        .hasValueSatisfying(broken -> assertThat(broken.lineLost()).isTrue());
  }

  @Test
  public void aConnectionGoesPastThePortsOfTheService() throws IOException, InterruptedException {
    try (Connection connection = open(Pod.SILENT)) {
      assertThat(connection.socket().isConnected()).isTrue();
      assertThat(dialler().localPorts()).doesNotContain(connection.socket().getPort());
    }
  }

  @Test
  public void withoutASessionThereIsNoConnection() throws IOException, InterruptedException {
    withoutSession();

    assertThat(dialler().open(0)).isEmpty();
    assertThat(dialler().localPorts()).as("the service still listens").isNotEmpty();
  }

  @Test
  public void localPortsAreThoseThatTheServiceListensOn() {
    assertThat(dialler().localPorts())
        .hasSizeGreaterThanOrEqualTo(2)
        .doesNotHaveDuplicates()
        .allMatch(port -> port > 0);

    withoutListener();

    assertThat(dialler().localPorts()).isEmpty();
  }
}
