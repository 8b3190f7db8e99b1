package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a forward makes of an API server that answers, but not with what was asked for. */
class RefusedByTheClusterTest {
  private static final String ALWAYS = "&times=999999999";

  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = new SimulatorFixture(folder);
  }

  private void status(String scope, int code, String times)
      throws IOException, InterruptedException {
    fixture.cluster.control("status?scope=%s&code=%d%s".formatted(scope, code, times));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          portforward | 401 | credentials    | the API server rejected the credentials (401 a fault that was asked for: 401)
          portforward | 403 | forbidden      | the API server rejected the port forward: a fault that was asked for: 403; missing permission: create pods/portforward in namespace demo
          portforward | 404 | target_missing | the API server rejected the port forward: a fault that was asked for: 404
          api         | 401 | credentials    | the API server SERVER rejected the credentials of context demo (401); log in again
          api         | 403 | forbidden      | forbidden (403): a fault that was asked for: 403; missing permission: get pods in namespace demo
          api         | 404 | target_missing | namespace demo was not found in context demo
          """)
  void whatNeedsSomebodyIsWaitedForByName(String scope, int code, String reason, String why)
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.awaitPods("app=db", 2);
    status(scope, code, ALWAYS);
    fixture.start("pod/db-0", "greeting", PATIENT);

    assertThat(fixture.awaitSuspended(reason))
        .isEqualTo(why.replace("SERVER", fixture.cluster.server().toString()));
    assertThat(fixture.status().attempt()).as("no attempt is spent").isZero();

    fixture.cluster.control("clear");
    fixture.daemon.forwards.reconnect(List.of("web"));
    fixture.await("connected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          portforward | 404 | the API server rejected the port forward: a fault that was asked for: 404
          portforward | 429 | the API server rejected the port forward: a fault that was asked for: 429
          portforward | 500 | the API server rejected the port forward: a fault that was asked for: 500
          api         | 429 | the API server SERVER returned 429: a fault that was asked for: 429
          api         | 500 | the API server SERVER returned 500: a fault that was asked for: 500
          """)
  void whatMayPassIsTriedAgainUntilItHas(String scope, int code, String why)
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.awaitPod("app=moods");
    status(scope, code, ALWAYS);
    fixture.start("deployment/moods", "echo", PATIENT);

    ServiceStatus web = fixture.await("tried twice", service -> service.attempt() >= 2);
    assertThat(web.state()).isEqualTo("reconnecting");
    assertThat(Objects.requireNonNull(web.lastError()).kind()).isEqualTo(FailureKind.SESSION);
    assertThat(web.lastError().message())
        .isEqualTo(why.replace("SERVER", fixture.cluster.server().toString()));

    fixture.cluster.control("clear");
    fixture.await("connected");
    fixture.daemon.assertServes("web");
  }

  @Test
  void aTokenThatIsRefusedOnceIsReadAgainAtOnce()
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.awaitPod("app=moods");
    status("portforward", 401, "&times=1");

    fixture.start("deployment/moods", "echo", PATIENT);
    fixture.daemon.forwards.awaitSettled(List.of("web"), Await.LIMIT);

    assertThat(fixture.status().state()).isEqualTo("connected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get services", "list pods", "create pods/portforward"})
  void aMissingRightIsNamedAsTheClusterNamesIt(String right)
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.awaitPod("app=web");
    String[] words = right.split(" ", 2);
    fixture.cluster.control("deny?verb=%s&resource=%s".formatted(words[0], words[1]));
    fixture.cluster.control("deny?verb=get&resource=pods/portforward"); // a WebSocket's way
    fixture.start("service/web", "http", PATIENT);

    assertThat(fixture.awaitSuspended("forbidden"))
        .contains(
            "is forbidden: User \"demo\" cannot %s resource \"%s\" in API group \"\" in the namespace \"demo\""
                .formatted(words[0], words[1]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deny?verb=watch&resource=pods", "stale-watches?on=true"})
  void whereNoWatchTellsAConnectionLeadsToAnotherPod(String fault)
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.awaitPods("app=web", 2);
    fixture.cluster.control(fault);
    String pod = fixture.connect("service/web", "http", PATIENT).pods().getFirst();

    fixture.cluster.control("delete-pod?namespace=demo&name=" + pod);
    fixture.await(
        "led to another pod",
        web -> {
          touch();
          return !web.pods().isEmpty() && !web.pods().contains(pod);
        });

    fixture.await("connected");
  }

  @Test
  void whereNoWatchTellsAConnectionShowsThatANamedPodHasGone()
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.cluster.awaitPod("app=moods");
    fixture.cluster.control("stale-watches?on=true");
    fixture.connect("pod/" + pod, "echo", PATIENT);

    fixture.cluster.control("delete-pod?namespace=demo&name=" + pod);
    fixture.await(
        "found missing",
        web -> {
          touch();
          return "target_missing".equals(web.reason());
        });

    assertThat(fixture.awaitSuspended("target_missing"))
        .isEqualTo("pod/%s was not found in namespace demo of context demo".formatted(pod));
  }

  /** Connects, which is how a forward finds out what became of its pod. */
  private void touch() {
    try {
      fixture.daemon.connect("web").close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service/none     | http | service/none was not found in namespace demo of context demo
          deployment/none  | http | deployment/none was not found in namespace demo of context demo
          statefulset/none | http | statefulset/none was not found in namespace demo of context demo
          daemonset/none   | http | daemonset/none was not found in namespace demo of context demo
          replicaset/none  | http | replicaset/none was not found in namespace demo of context demo
          job/none         | http | job/none was not found in namespace demo of context demo
          pod/none         | 1    | pod/none was not found in namespace demo of context demo
          service/web  | 81   | service/web has no port 81; it has 80 (http)
          deployment/moods | http | port named http
          """)
  void aTargetOrPortThatDoesNotExistIsNamed(String target, String port, String why)
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.awaitPod("app=moods");
    fixture.start(target, port, PATIENT);

    assertThat(fixture.awaitSuspended("target_missing")).contains(why);
  }
}
