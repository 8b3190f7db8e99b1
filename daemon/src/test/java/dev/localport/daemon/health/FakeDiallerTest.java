package dev.localport.daemon.health;

import dev.localport.testing.Await;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The connections of the tests keep what those over sessions promise. */
class FakeDiallerTest extends DiallerContract {
  private FakeDialler dialler = new FakeDialler(1);
  private @Nullable RawServer pod;

  @AfterEach
  void close() throws IOException {
    if (pod != null) {
      pod.close();
    }
  }

  private static RawServer start(Pod pod) throws IOException {
    return switch (pod) {
      case SILENT -> RawServer.silent();
      case ECHOES ->
          new RawServer(client -> {
            client.getInputStream().transferTo(client.getOutputStream());
            client.close();
          });
      case RESETS ->
          new RawServer(client -> {
            int first = client.getInputStream().read();
            if (first >= 0) {
              RawServer.reset(client);
            }
          });
    };
  }

  @Override
  protected Dialler dialler() {
    return dialler;
  }

  @Override
  protected Connection open(Pod kind) throws IOException {
    RawServer started = start(kind);
    pod = started;
    dialler = new FakeDialler(started.port());
    return dialler.open(0).orElseThrow();
  }

  @Override
  protected Dialler dialler(int server) {
    return new FakeDialler(server);
  }

  @Override
  protected void withoutSession() {
    dialler.away = true;
  }

  @Override
  protected void loseSession() throws IOException {
    dialler.broken = new Connection.Broken("the session was lost", true);
    RawServer server = Objects.requireNonNull(pod);
    Await.until("it is connected", () -> !server.accepted.isEmpty());
    RawServer.reset(server.accepted.getFirst());
  }

  @Override
  protected void withoutListener() {
    dialler.listening = false;
  }
}
