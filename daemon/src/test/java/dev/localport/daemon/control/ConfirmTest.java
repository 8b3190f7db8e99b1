package dev.localport.daemon.control;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.localport.api.Caller;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.api.Waiting;
import dev.localport.daemon.services.ForwardsFixture;
import dev.localport.daemon.services.LoadException;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is marked {@code confirm} runs only with the user's consent. */
class ConfirmTest {
  @TempDir private Path folder;
  private ForwardsFixture daemon;
  private StartMethod method;
  private StartRequest all;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    daemon = new ForwardsFixture(folder);
    daemon.load("web: [\":7\"]", "prod: [\":7\"]");
    Path file = folder.resolve("localport.yaml");
    Files.writeString(
        file, Files.readString(file).replace("name: prod\n", "name: prod\n    confirm: true\n"));
    method = new StartMethod(daemon.forwards, new Subscribers(Clock.systemUTC()));
    all =
        StartRequest.of(new Selection(List.of(), List.of(), true, null), new Caller(null))
            .loading(file.toString());
  }

  @AfterEach
  void close() throws InterruptedException {
    daemon.close();
  }

  @Test
  void withoutConsentNothingIsStarted() {
    assertThatThrownBy(() -> method.start(all.toJson(), new DeafCaller()))
        .isInstanceOfSatisfying(
            RpcException.class,
            e -> {
              assertThat(e.data().number("exit_code")).isEqualTo(2);
              assertThat(e.data().texts("confirm")).containsExactly("prod");
            })
        .hasMessage("prod must be confirmed (confirm: true): add --yes; nothing was started");
    assertThat(daemon.forwards.statuses()).allMatch(s -> s.state().equals("stopped"));
  }

  @Test
  void withConsentItRunsAndIsNotAskedForAgain() throws InterruptedException {
    var _ = method.start(all.withConsent().toJson(), new DeafCaller());
    Await.until("prod runs", () -> daemon.status("prod").state().equals("connected"));

    ServicesReply again = ServicesReply.from(method.start(all.toJson(), new DeafCaller()));
    assertThat(again.services()).map(s -> s.name()).containsExactly("prod", "web");
  }

  @Test
  void oneThatIsNewInItsFileDoesNotBeginByItself() throws IOException, InterruptedException {
    var _ = method.start(all.withConsent().toJson(), new DeafCaller());
    String more =
        """
          - name: more
            confirm: true
            connection: {resource_type: pod, resource_name: web-1, namespace: shop}
            ports: [":7"]
        """;
    Path file = Files.writeString(folder.resolve("localport.yaml"), more, APPEND);

    assertThat(daemon.forwards.reload(file.toString())).isNull();

    assertThat(daemon.status("more").state()).isEqualTo("stopped");
    assertThat(daemon.status("prod").state()).isNotEqualTo("stopped");
  }

  private AgainMethod again() {
    return new AgainMethod(daemon.forwards, daemon.forwards::restart);
  }

  @Test
  void restartOfAllAfterStopOfAllOpensNothingAndNamesWhatIsStopped() throws InterruptedException {
    var _ = method.start(all.withConsent().toJson(), new DeafCaller());
    daemon.forwards.stop(List.of("prod", "web"));

    ServicesReply reply =
        ServicesReply.from(again().call(all.selection().toJson(), new DeafCaller()));

    assertThat(reply.services())
        .extracting(ServiceStatus::name, ServiceStatus::state)
        .containsExactly(tuple("prod", "stopped"), tuple("web", "stopped"));
    assertThat(daemon.forwards.listing().isRunning("prod")).isFalse();
  }

  @Test
  void restartAndReconnectActOnWhatRunsAndShowAStoppedServiceThatWasNamed()
      throws InterruptedException {
    daemon.started("web");
    JsonObject both = new Selection(List.of("prod", "web"), List.of(), false, null).toJson();
    for (AgainMethod method :
        List.of(again(), new AgainMethod(daemon.forwards, daemon.forwards::reconnect))) {
      ServicesReply reply =
          ServicesReply.from(
              method.call(
                  JsonObject.builder()
                      .putAll(both)
                      .putAll(new Waiting(Await.LIMIT, false).toJson())
                      .build(),
                  new DeafCaller()));

      assertThat(reply.services())
          .extracting(ServiceStatus::name, ServiceStatus::state)
          .containsExactly(tuple("prod", "stopped"), tuple("web", "connected"));
    }
    assertThat(daemon.status("web").reconnects()).isEqualTo(2);
    assertThat(daemon.forwards.listing().isRunning("prod")).isFalse();
  }

  @Test
  void aCommandLineIsCheckedBeforeItStarts() throws InterruptedException {
    String text =
        """
        services:
          - name: prod-2
            confirm: true
            connection: {resource_type: pod, resource_name: web-1, namespace: shop, context: dev}
            ports: [":7"]
        """;
    StartRequest adHoc =
        StartRequest.of(new Selection(List.of(), List.of(), false, null), new Caller(kubeconfig()))
            .adHoc(text, false);

    assertThatThrownBy(() -> method.start(adHoc.toJson(), new DeafCaller()))
        .hasMessage("prod-2 must be confirmed (confirm: true): add --yes; nothing was started");
    assertThat(daemon.forwards.listing().service("prod-2")).as("forgotten").isNull();

    var _ = method.start(adHoc.withConsent().toJson(), new DeafCaller());
    daemon.await("prod-2", "connected");
  }

  @Test
  void aDisabledServiceOfACommandLineDoesNotStart() throws InterruptedException {
    String text =
        """
        services:
          - name: off
            enabled: false
            connection: {resource_type: pod, resource_name: web-1, namespace: shop, context: dev}
            ports: [":7"]
        """;
    StartRequest adHoc =
        StartRequest.of(new Selection(List.of(), List.of(), false, null), new Caller(kubeconfig()))
            .adHoc(text, false);

    ServicesReply reply = ServicesReply.from(method.start(adHoc.toJson(), new DeafCaller()));

    assertThat(reply.services()).isEmpty();
    assertThat(reply.notes()).containsExactly("off is disabled in its file and was not started");
    assertThat(daemon.forwards.listing().isRunning("off")).isFalse();
  }

  private String kubeconfig() {
    return folder.resolve("kube/config").toString();
  }
}
