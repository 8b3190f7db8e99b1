package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code localport forward} in the foreground, with daemons of straw. */
class ForegroundTest {
  private static final String PORT =
      "Forwarding 127.0.0.1:5432 → dev-cluster · orders/sts/postgres:5432 (postgres-0). Ctrl-C"
          + " stops.";
  private static final String AT =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
              .format(Samples.NOW.atZone(ZoneId.systemDefault()))
          + "  ";

  @TempDir private Path root;

  private static void tell(
      RpcConnection from,
      String service,
      String state,
      @Nullable String cause,
      @Nullable String pod) {
    StatusChange change =
        new StatusChange(service, "dev", "connected", state, null, cause, pod, Samples.NOW);
    from.notify(Methods.STATUS_CHANGED, change.toJson());
  }

  private static JsonObject answer() {
    return Samples.reply(Samples.postgres()).toJson();
  }

  @Test
  void tellsWhatChangesOnceAndEndsWithADaemonThatIsStopped() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (_, from) -> {
            tell(from, "orders-db", "connected", null, "postgres-0"); // is in the answer as well
            tell(from, "orders-db", "reconnecting", "the pod is gone", null);
            tell(from, "another", "reconnecting", "of no interest", null);
            tell(from, "orders-db", "connecting", null, null);
            tell(from, "orders-db", "connected", null, "postgres-1");
            from.notify(
                RpcConnection.MISSED, JsonObject.builder().put("from", 5).put("to", 7).build());
            daemon.stopSoon();
            return answer();
          });

      Terminal.Result result = terminal.run("forward", "svc/web", "8080:80");

      assertThat(result.stdout()).isEqualTo(PORT + "\n");
      assertThat(result.stderr().lines())
          .containsExactlyInAnyOrder(
              AT + "connection lost: the pod is gone",
              AT + "reconnected to postgres-1 after 0.0 s",
              "Some changes were missed; see: localport status",
              "the daemon was stopped, and orders-db with it");
      assertThat(result.stderr())
          .containsSubsequence("connection lost", "reconnected to postgres-1", "was stopped");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(daemon.asked()).singleElement().asString().contains("\"bound\":true");
    }
  }

  private static void report(RpcConnection from, ServiceTrouble trouble) {
    from.notify(Methods.TROUBLE, trouble.toJson());
  }

  private static ServiceTrouble trouble(String word, @Nullable String message) {
    return new ServiceTrouble("orders-db", "dev", word, message, 2, Samples.NOW);
  }

  @Test
  void refusedConnectionsAndAFailingHealthCheckHaveALineWithWhatToDo() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (_, from) -> {
            report(from, trouble("refused", "nothing listens on port 5432 in pod postgres-0"));
            report(from, trouble("unhealthy", "health check tcp: connection refused"));
            report(from, trouble("healthy", null));
            report(from, new ServiceTrouble("another", "dev", "refused", "no", 1, Samples.NOW));
            daemon.stopSoon();
            return answer();
          });

      Terminal.Result result = terminal.run("forward", "svc/web", "8080:80");

      assertThat(result.stderr().lines())
          .containsExactly(
              AT
                  + "connection refused: nothing listens on port 5432 in pod postgres-0"
                  + " (2 so far); see: localport explain orders-db",
              AT
                  + "unhealthy: health check tcp: connection refused;"
                  + " see: localport explain orders-db",
              AT + "healthy again",
              "the daemon was stopped, and orders-db with it");
    }
  }

  @Test
  void endsWhenAnotherCommandStopsTheService() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (_, from) -> {
            tell(from, "orders-db", "stopped", null, null);
            return answer();
          });

      Terminal.Result result = terminal.run("forward", "svc/web", "8080:80");

      assertThat(result)
          .isEqualTo(
              new Terminal.Result(
                  3,
                  PORT + "\n",
                  AT + "stopped by another command\norders-db is no longer forwarded\n"));
    }
  }

  @Test
  void readyAnyIsAskedForAsAFileWouldAndOtherWordsAreRefused() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.START, answer());

      assertThat(terminal.run("forward", "-d", "--ready", "any", "svc/web", "80").exit()).isZero();
      assertThat(daemon.asked()).singleElement().asString().contains("\\\"ready\\\":\\\"any\\\"");
      assertThat(terminal.run("forward", "-d", "--ready", "yes", "svc/web", "80"))
          .returns(2, Terminal.Result::exit)
          .extracting(Terminal.Result::stderr)
          .asString()
          .startsWith("\"yes\" is no value of --ready; use any or only\n");
    }
  }

  /** Returns a daemon that dies once it has answered, when its successor is there. */
  private FakeDaemon dying(List<FakeDaemon> all, RpcMethod successor) {
    all.forEach(FakeDaemon::letGo);
    FakeDaemon daemon = open(all.size());
    all.add(daemon);
    daemon.does(
        Methods.START,
        (params, from) -> {
          JsonObject _ = successor.call(params, from);
          daemon.closeSoon();
          return answer();
        });
    return daemon;
  }

  private FakeDaemon open(int number) {
    try {
      return new FakeDaemon(root.resolve("user/state"), number);
    } catch (Exception e) {
      throw new AssertionError("a fake daemon starts", e);
    }
  }

  @Test
  void goesOnWithTheNextDaemonWhereOneEnds() throws Exception {
    Terminal terminal = new Terminal(root);
    List<FakeDaemon> daemons = new CopyOnWriteArrayList<>();
    RpcMethod next =
        (_, _) -> {
          FakeDaemon second = dying(daemons, (_, _) -> answer());
          second.does(
              Methods.START,
              (_, _) -> {
                second.stopSoon();
                return Samples.reply(Samples.web()).toJson(); // not up yet: no reason to end
              });
          return answer();
        };
    try {
      FakeDaemon _ = dying(daemons, next);

      Terminal.Result result = terminal.run("forward", "svc/web", "8080:80");

      assertThat(result.stdout()).isEqualTo(PORT + "\n");
      assertThat(result.stderr())
          .isEqualTo(
              """
              the daemon was restarted; forwarding orders-db again
              web: no pod of service/web is Ready
              the daemon was stopped, and web with it
              """);
      assertThat(daemons.getLast().asked())
          .singleElement()
          .asString()
          .contains(
              """
              "before":{"context":"dev-cluster","ports":[{"port":"5432","local":5432}]}\
              """);
    } finally {
      daemons.forEach(FakeDaemon::close);
    }
  }

  @Test
  void givesUpWhereDaemonsEndOneAfterTheOther() throws Exception {
    Terminal terminal = new Terminal(root);
    List<FakeDaemon> daemons = new CopyOnWriteArrayList<>();
    try {
      FakeDaemon _ = dyingForEver(daemons);

      Terminal.Result result = terminal.run("forward", "svc/web", "8080:80");

      assertThat(result.exit()).isEqualTo(1);
      assertThat(daemons).hasSize(7); // the last has no owner
      assertThat(result.stderr())
          .endsWith(
              "the daemon ended 6 times within minutes; giving up on orders-db, see:"
                  + " localport logs\n");
    } finally {
      daemons.forEach(FakeDaemon::close);
    }
  }

  private FakeDaemon dyingForEver(List<FakeDaemon> all) {
    return dying(
        all,
        (_, _) -> {
          FakeDaemon _ = dyingForEver(all);
          return answer();
        });
  }
}
