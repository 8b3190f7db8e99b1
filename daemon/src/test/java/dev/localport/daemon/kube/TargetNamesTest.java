package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.api.NamedPort;
import dev.localport.config.TargetKind;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What there is to forward to, asked of the simulated cluster. */
class TargetNamesTest {
  @TempDir private Path folder;
  @AutoClose private SimulatedContexts simulated;
  private Simulator simulator;
  private TargetNames names;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException, InterruptedException, KubeException {
    simulated = new SimulatedContexts(folder);
    simulator = simulated.cluster;
    var _ = simulator.awaitPod("app=web");
    var _ = simulator.awaitPod("app=moods");
    names = simulated.open().names();
  }

  private static TargetKind kind(String word) {
    return TargetKind.find(word).orElseThrow();
  }

  @ParameterizedTest(name = "{0}s")
  @CsvSource({
    "service, db moods web",
    "deployment, moods web",
    "statefulset, db",
    "daemonset, agent",
    "job, import"
  })
  void namesTheObjectsOfAKind(String word, String expected) throws KubeException {
    assertThat(names.of(kind(word), null, "")).containsExactly(expected.split(" ", -1));
  }

  @Test
  void namesPodsAndReplicaSetsWhichHaveRandomNames()
      throws IOException, InterruptedException, KubeException {
    String web = simulator.awaitPod("app=web");
    String db = simulator.awaitPod("app=db");

    assertThat(names.of(TargetKind.POD, "demo", "")).contains(web, db).isSorted();
    assertThat(names.of(TargetKind.POD, "demo", "db-")).contains(db).doesNotContain(web);
    assertThat(names.of(TargetKind.REPLICA_SET, "demo", ""))
        .satisfiesExactly(
            moods -> assertThat(moods).startsWith("moods-"),
            of -> assertThat(web).startsWith(of + "-"));
  }

  @Test
  void namesWhatBeginsSo() throws KubeException {
    assertThat(names.of(TargetKind.SERVICE, null, "w")).containsExactly("web");
    assertThat(names.of(TargetKind.SERVICE, null, "web")).containsExactly("web");
    assertThat(names.of(TargetKind.SERVICE, null, "webs")).isEmpty();
  }

  @Test
  void looksIntoTheNamespaceThatIsAskedForElseTheContextsOwn() throws KubeException {
    assertThat(names.of(TargetKind.SERVICE, "default", "")).containsExactly("kubernetes");
    assertThat(names.of(TargetKind.SERVICE, "nowhere", "")).isEmpty();
    assertThat(names.of(TargetKind.SERVICE, "", "")).contains("web");
  }

  @Test
  void namesTheNamespaces() throws KubeException {
    assertThat(names.namespaces("")).containsExactly("default", "demo");
    assertThat(names.namespaces("dem")).containsExactly("demo");
  }

  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({
    "service, web, http 80",
    "service, moods, echo 9001 nobody 9999",
    "pod, db-0, greeting 5432",
    "deployment, web, http 8080 echo 7000",
    "statefulset, db, greeting 5432",
    "daemonset, agent, http 8080",
    "job, import, http 8080"
  })
  void tellsThePortsOfAServiceAndElsewhereThoseOfTheContainers(
      String word, String name, String expected)
      throws IOException, InterruptedException, KubeException {
    var _ = simulator.awaitPod("app=db");

    assertThat(names.ports(kind(word), null, name).stream().map(TargetNamesTest::text))
        .containsExactly(expected.split("(?<=\\d) ", -1));
  }

  private static String text(NamedPort port) {
    return port.name() + " " + port.number();
  }

  @Test
  void tellsThePortsOfAReplicaSet() throws KubeException {
    String moods = names.of(TargetKind.REPLICA_SET, null, "moods").getFirst();

    assertThat(names.ports(TargetKind.REPLICA_SET, null, moods))
        .contains(new NamedPort("slow", 9003));
  }

  @Test
  void tellsHowManyPodsAStatefulSetIsToHave() throws KubeException {
    assertThat(names.replicas(null, "db")).isEqualTo(2);
    assertThatThrownBy(() -> names.replicas("demo", "web"))
        .isInstanceOf(KubeException.class)
        .hasMessage("statefulset/web was not found in namespace demo of context demo");
  }

  @Test
  void saysWhichObjectIsMissing() {
    assertThatThrownBy(() -> names.ports(TargetKind.JOB, null, "web"))
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.TARGET_MISSING))
        .hasMessage("job/web was not found in namespace demo of context demo");
  }

  @Test
  void saysWhatIsForbidden() throws IOException, InterruptedException {
    simulator.control("deny?verb=list&resource=namespaces");

    assertThatThrownBy(() -> names.namespaces(""))
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.FORBIDDEN))
        .hasMessageContaining("cannot list resource \"namespaces\"");
  }

  @Test
  void aSelectorNamesNoObject() {
    assertThatThrownBy(() -> names.of(TargetKind.SELECTOR, null, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> names.ports(TargetKind.SELECTOR, null, "app=web"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
