package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.daemon.forward.local.LocalClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a forward does while the pods behind it change. */
class PodsThatComeAndGoTest {
  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = new SimulatorFixture(folder);
  }

  private String delete(String label) throws IOException, InterruptedException {
    String pod = fixture.cluster.awaitPod(label);
    fixture.cluster.control("delete-pod?namespace=demo&name=" + pod);
    return pod;
  }

  private void ready(String pod, boolean on) throws IOException, InterruptedException {
    fixture.cluster.control("ready?namespace=demo&name=%s&on=%s".formatted(pod, on));
  }

  private void awaitAnotherPod(String than) {
    fixture.await(
        "connected to another pod",
        web ->
            web.state().equals("connected") && !web.pods().isEmpty() && !web.pods().contains(than));
  }

  @ParameterizedTest
  @CsvSource({
    "service/web, http, app=web",
    "deployment/moods, echo, app=moods",
    "statefulset/db, greeting, app=db",
    "daemonset/agent, http, app=agent",
    "job/import, http, job-name=import"
  })
  void eachKindOfTargetLeadsToOneOfItsPods(String target, String port, String label)
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.cluster.awaitPod(label);

    ServiceStatus web = fixture.connect(target, port, PATIENT);

    assertThat(web.target()).isEqualTo(target);
    assertThat(web.pods().getFirst()).startsWith(pod.substring(0, pod.lastIndexOf('-')));
  }

  @Test
  void aPodThatIsDeletedIsReplacedAndThePortStays()
      throws IOException, InterruptedException, LoadException {
    fixture.connect("deployment/moods", "echo", PATIENT);
    int port = fixture.daemon.port("web");

    String pod = delete("app=moods");

    awaitAnotherPod(pod);
    assertThat(fixture.daemon.port("web")).isEqualTo(port);
    fixture.daemon.assertServes("web");
  }

  @Test
  void whereOneOfTwoPodsIsDeletedTheOtherServes()
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.connect("service/web", "http", PATIENT).pods().getFirst();

    fixture.cluster.control("delete-pod?namespace=demo&name=" + pod);

    awaitAnotherPod(pod);
    try (LocalClient client = fixture.daemon.connect("web")) {
      client.send("GET / HTTP/1.1\r\nHost: web\r\n\r\n");
      assertThat(client.read(8)).isEqualTo("HTTP/1.1");
    }
  }

  @Test
  void aProxyThatAnswersPingsForAPodThatIsGoneIsLeftByTheWatch()
      throws IOException, InterruptedException, LoadException {
    fixture.connect("deployment/moods", "echo", PATIENT);
    fixture.cluster.control("pings-only");

    String pod = delete("app=moods");

    awaitAnotherPod(pod);
    fixture.daemon.assertServes("web");
  }

  @Test
  void aProxyThatAnswersPingsAndNoStreamIsLeftWhereTheWatchIsSilent()
      throws IOException, InterruptedException, LoadException {
    String pod =
        fixture
            .connect(
                "deployment/moods",
                "echo",
                PATIENT + "    heartbeat: {interval: 2s, timeout: 1s}\n")
            .pods()
            .getFirst();
    fixture.cluster.control("stale-watches?on=true");
    fixture.cluster.control("pings-only");
    delete("app=moods");

    try (LocalClient client = fixture.daemon.connect("web")) {
      client.send("is anybody there?");
      awaitAnotherPod(pod);
    }
    fixture.daemon.assertServes("web");
  }

  @Test
  void aPodThatIsNotReadyKeepsWhoIsConnectedAndGetsNobodyNew()
      throws IOException, InterruptedException, LoadException {
    fixture.connect("deployment/moods", "echo", PATIENT);
    String pod = fixture.cluster.awaitPod("app=moods");
    try (LocalClient old = fixture.daemon.connect("web")) {
      old.send("1");
      assertThat(old.read(1)).isEqualTo("1");

      ready(pod, false);
      assertThat(fixture.awaitSuspended("no_ready_pod"))
          .isEqualTo(
              ("no pod of deployment/moods in namespace demo is ready: %s is Running; to connect"
                      + " anyway, use ready: any, or localport forward --ready any")
                  .formatted(pod));
      old.send("2");
      assertThat(old.read(1)).isEqualTo("2");

      try (LocalClient early = fixture.daemon.connect("web")) {
        early.send("early");
        fixture.await("one is held", web -> web.traffic().held() == 1);
        ready(pod, true);
        assertThat(early.read(5)).isEqualTo("early");
      }
    }
    assertThat(fixture.await("connected").pods()).containsExactly(pod);
  }

  @Test
  void oneThatTakesPodsThatAreNotReadyServesAllTheSame()
      throws IOException, InterruptedException, LoadException {
    ready(fixture.cluster.awaitPod("app=moods"), false);
    fixture.load(
        SimulatorFixture.service("web", "deployment/moods", "echo", PATIENT)
            .replace("namespace: demo", "namespace: demo, ready: any"));

    fixture.daemon.forwards.start(List.of("web"));

    fixture.await("connected");
    fixture.daemon.assertServes("web");
  }

  @Test
  void ofManyPodsThatAreNotReadyThreeAreNamed()
      throws IOException, InterruptedException, LoadException {
    List<String> pods = new ArrayList<>(fixture.cluster.awaitPods("app=db", 2));
    pods.addAll(fixture.cluster.awaitPods("app=web", 2));
    for (String pod : pods) {
      ready(pod, false);
    }

    startSelector("app in (db,web)");

    String why = fixture.awaitSuspended("no_ready_pod");
    assertThat(why)
        .startsWith("no pod of selector/app in (db,web) in namespace demo is ready: ")
        .endsWith(
            " is Running and 1 more; to connect anyway, use ready: any, or localport forward"
                + " --ready any");
    assertThat(pods.stream().filter(why::contains)).hasSize(3);
  }

  @Test
  void aSelectorThatNoPodHasIsSaid() throws IOException, InterruptedException, LoadException {
    startSelector("app=none");

    assertThat(fixture.awaitSuspended("no_ready_pod"))
        .isEqualTo("no pod of selector/app=none in namespace demo is ready: there are no pods");
  }

  private void startSelector(String selector)
      throws IOException, InterruptedException, LoadException {
    fixture.load(
        SimulatorFixture.service("web", "x/y", "7", PATIENT)
            .replace("resource_type: x, resource_name: y", "selector: '%s'".formatted(selector)));
    fixture.daemon.forwards.start(List.of("web"));
  }
}
