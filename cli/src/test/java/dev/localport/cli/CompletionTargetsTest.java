package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.NamedPort;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code __complete} asks the daemon for the targets of a forward, and offers of it. */
class CompletionTargetsTest {
  @TempDir private Path root;
  private Terminal terminal;
  private FakeDaemon daemon;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
    daemon = new FakeDaemon(terminal.state());
    daemon.answers(
        Methods.LIST_TARGETS,
        JsonObject.builder().put("names", List.of("echo", "shop", "web", "web-2")).build());
    daemon.answers(
        Methods.TARGET_PORTS,
        JsonObject.builder()
            .put(
                "ports",
                Stream.of(new NamedPort("http", 80), new NamedPort(null, 8443))
                    .map(NamedPort::toJson)
                    .toList())
            .build());
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  /** Completes a line, cut at blanks; it must neither fail nor say anything else. */
  private List<String> complete(String line) {
    List<String> words = new ArrayList<>(List.of("__complete", "--"));
    words.addAll(Arrays.asList(line.split(" ", -1)));
    Terminal.Result result = terminal.run(words.toArray(String[]::new));
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exit()).isZero();
    return result.stdout().lines().toList();
  }

  private void assertAsked(String method, String params) {
    assertThat(daemon.asked()).containsExactly(method + " " + params);
  }

  @Test
  void objectsOfAKindStandBehindIt() {
    assertThat(complete("forward service/w")).containsExactly("service/web", "service/web-2");

    assertAsked(
        "target.list",
        """
        {"kind":"service","prefix":"w","kubeconfig":null,"context":null,"namespace":null}\
        """);
  }

  @Test
  void kindsInKubectlsWordsStayAsTheyAreTyped() {
    assertThat(complete("forward deployments.apps/e")).containsExactly("deployments.apps/echo");
    assertThat(complete("forward -- svc/e")).containsExactly("svc/echo");
    assertThat(daemon.asked())
        .anyMatch(asked -> asked.contains("\"deployment\""))
        .anyMatch(asked -> asked.contains("\"service\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forward -n shop --context dev ",
        "forward -nshop --context=dev ",
        "forward --namespace=shop -q -o json --context dev ",
        "forward --context prod -n=shop --context dev ",
        "-q forward --namespace shop --no-color --context dev "
      })
  void theNamespaceAndTheContextOfTheLineAreAsked(String line) {
    terminal.with("KUBECONFIG", "one:/etc/two");

    assertThat(complete(line + "job/s")).containsExactly("job/shop");

    assertAsked(
        "target.list",
        """
        {"kind":"job","prefix":"s","kubeconfig":"%s:/etc/two","context":"dev","namespace":"shop"}\
        """
            .formatted(terminal.folder().resolve("one")));
  }

  @Test
  void namespacesAreThoseOfTheContext() {
    assertThat(complete("forward --context dev -n s")).containsExactly("shop");
    assertAsked(
        "target.list",
        """
        {"prefix":"s","kubeconfig":null,"context":"dev","namespace":null}\
        """);

    assertThat(complete("forward --namespace=s")).containsExactly("--namespace=shop");
  }

  @Test
  void aNameAloneIsAPodsAndCostsNoQuestionWhileItMayBecomeAKind() {
    assertThat(complete("forward ")).contains("service/", "pod/").doesNotContain("web");
    assertThat(complete("forward d")).containsExactly("daemonset/", "deployment/");
    assertThat(daemon.asked()).isEmpty();

    assertThat(complete("forward we")).containsExactly("web", "web-2");
    assertAsked(
        "target.list",
        """
        {"kind":"pod","prefix":"we","kubeconfig":null,"context":null,"namespace":null}\
        """);
  }

  @Test
  void portsAreThoseOfTheTarget() {
    assertThat(complete("forward -n shop svc/web ")).containsExactly("80", "8443", "http");
    assertAsked(
        "target.ports",
        """
        {"kind":"service","name":"web","kubeconfig":null,"context":null,"namespace":"shop"}\
        """);

    assertThat(complete("forward svc/web 8")).containsExactly("80", "8443");
    assertThat(complete("forward svc/web 8080:h")).containsExactly("8080:http");
    assertThat(complete("forward svc/web 80 :")).containsExactly(":80", ":8443", ":http");
    assertThat(complete("forward web h")).containsExactly("http");
    assertThat(daemon.asked()).last().asString().contains("\"kind\":\"pod\",\"name\":\"web\"");
  }

  @Test
  void whatIsNoTargetIsNotAskedFor() {
    assertThat(complete("forward secret/")).isEmpty();
    assertThat(complete("forward selector/a")).isEmpty();
    assertThat(complete("forward secret/a 8")).isEmpty();
    assertThat(complete("forward svc/ 8")).isEmpty();
    assertThat(daemon.asked()).isEmpty();
  }

  @Test
  void whatTheClusterDoesNotSayIsLeftOutInSilence() {
    daemon.does(
        Methods.LIST_TARGETS,
        (_, _) -> {
          throw new RpcException(
              RpcException.FAILED,
              "the cluster of the current context did not respond within 2000 ms",
              JsonObject.builder().put("exit_code", ExitCode.NETWORK).build());
        });
    daemon.does(
        Methods.TARGET_PORTS,
        (_, _) -> {
          throw new RpcException(RpcException.METHOD_NOT_FOUND, "there is no such method");
        });

    assertThat(complete("forward service/")).isEmpty();
    assertThat(complete("forward -n ")).isEmpty();
    assertThat(complete("forward service/web ")).isEmpty();
  }

  @Test
  void withoutADaemonNothingIsAskedAndNoneIsStarted() throws Exception {
    Terminal other = new Terminal(root.resolve("other"));

    Terminal.Result result = other.run("__complete", "--", "forward", "service/");

    assertThat(result).isEqualTo(new Terminal.Result(0, "", ""));
    assertThat(other.state()).doesNotExist();
  }
}
