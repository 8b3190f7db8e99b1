package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.FailureKind;
import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.api.Methods;
import dev.localport.api.NamedPort;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.StatusChange;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code forward} for several services at once, with daemons of straw. */
class ForwardAllTest {
  private static final String AT =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
              .format(Samples.NOW.atZone(ZoneId.systemDefault()))
          + "  ";

  @TempDir private Path root;
  private Terminal terminal;
  private final List<FakeDaemon> daemons = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root).withColumns(80);
    FakeDaemon _ = another();
  }

  @AfterEach
  void close() {
    daemons.forEach(FakeDaemon::close);
  }

  private FakeDaemon another() throws Exception {
    daemons.forEach(FakeDaemon::letGo);
    FakeDaemon daemon = new FakeDaemon(terminal.state(), daemons.size());
    daemons.add(daemon);
    return daemon
        .answers(Methods.TARGET_SERVICES, found(service("api"), service("web"), set()))
        .answers(Methods.STATUS, Samples.statusIn("dev", "shop").toJson());
  }

  private FakeDaemon daemon() {
    return daemons.getFirst();
  }

  private static JsonObject found(FoundTarget... targets) {
    return new FoundTargets("dev", List.of("shop"), List.of(targets), 1, 2, List.of()).toJson();
  }

  private static FoundTarget service(String name) {
    return new FoundTarget(
        "shop", name, List.of(new NamedPort("http", 80)), new FoundTarget.Service(false, true));
  }

  private static FoundTarget set() {
    return new FoundTarget(
        "shop",
        "db",
        List.of(new NamedPort(null, 5432)),
        new FoundTarget.StatefulSet(2, "db", List.of("db")));
  }

  private static ServiceStatus up(String name, int port) {
    return ServiceStatusBuilder.builder(Samples.postgres())
        .name(name)
        .context("dev")
        .namespace("shop")
        .target("service/" + name)
        .pods(List.of(name + "-1"))
        .ports(
            List.of(new PortStatus(null, "80", List.of(new PortStatus.Address("127.0.0.1", port)))))
        .build();
  }

  private static ServiceStatus down() {
    return ServiceStatusBuilder.builder(Samples.web()).context("dev").build();
  }

  private static JsonObject answer(ServiceStatus... services) {
    return Samples.reply(services).toJson();
  }

  private static String started(FakeDaemon daemon) {
    return daemon.asked().stream()
        .filter(call -> call.startsWith(Methods.START))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Test
  void inTheBackgroundEachServiceHasALineAndATagStopsAll() {
    FakeDaemon _ = daemon().answers(Methods.START, answer(up("api", 8080), up("web", 24_303)));

    Terminal.Result result = terminal.run("forward", "-n", "shop", "--all", "-d");

    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                0,
                """
                ✓ api  127.0.0.1:8080   dev  shop/svc/api:80 (api-1)
                ✓ web  127.0.0.1:24303  dev  shop/svc/web:80 (web-1)
                """,
                """
                left out: 1 ExternalName, 2 without a TCP port
                Forwarding 2 services. To stop them: localport stop --tag ns/shop
                """));
    assertThat(daemon().asked().getFirst())
        .isEqualTo(
            "target.services {\"kubeconfig\":null,\"context\":null,\"namespace\":null,"
                + "\"namespaces\":[\"shop\"],\"selector\":null}");
    assertThat(started(daemon()))
        .contains("\"ad_hoc\":null,\"bound\":false", "\"forwards\":[{\"ad_hoc\":")
        .contains("\\\"name\\\":\\\"api\\\"", "\\\"name\\\":\\\"web\\\"")
        .contains("\\\"context\\\":\\\"dev\\\"", "\\\"tags\\\":[\\\"ns/shop\\\"]")
        .doesNotContain("db");
  }

  @Test
  void whatALabelChoseIsStoppedByItsNames() {
    FakeDaemon _ = daemon().answers(Methods.START, answer(up("api", 8080), up("web", 24_303)));

    Terminal.Result result = terminal.run("forward", "-l", "app=web", "-d");

    assertThat(result.stderr())
        .endsWith("Forwarding 2 services. To stop them: localport stop api web\n");
    assertThat(daemon().asked().getFirst()).contains("\"selector\":\"app=web\"");
  }

  @Test
  void aServiceThatIsNotUpIsReportedAndKept() {
    FakeDaemon _ = daemon().answers(Methods.START, answer(up("api", 8080), down()));

    Terminal.Result result = terminal.run("forward", "--all", "-d");

    assertThat(result.exit()).isEqualTo(FailureKind.NO_READY_POD.exitCode());
    assertThat(result.stdout()).isEqualTo("✓ api  127.0.0.1:8080   dev  shop/svc/api:80 (api-1)\n");
    assertThat(result.stderr())
        .endsWith(
            """
            ✗ web  127.0.0.1:8080   dev  no pod of service/web is Ready
            1 up, 1 not ready: web. LocalPort keeps trying.      localport explain web
            To stop them: localport stop --tag ns/shop
            """);
  }

  @Test
  void jsonIsTheAnswerAlone() {
    FakeDaemon _ = daemon().answers(Methods.START, answer(up("api", 8080), up("web", 8081)));

    JsonObject json =
        JsonObject.parse(terminal.run("forward", "--all", "-d", "-o", "json").stdout());

    assertThat(json.objects("services")).hasSize(2);
  }

  @Test
  void inTheForegroundOneThatIsUpIsEnoughAndEachChangeHasAName() {
    FakeDaemon _ =
        daemon()
            .does(
                Methods.START,
                (_, from) -> {
                  StatusChange lost =
                      new StatusChange(
                          "api", "dev", "connected", "reconnecting", null, "no", null, Samples.NOW);
                  ServiceTrouble refused =
                      new ServiceTrouble("api", "dev", "refused", "why", 1, Samples.NOW);
                  from.notify(Methods.STATUS_CHANGED, lost.toJson());
                  from.notify(Methods.TROUBLE, refused.toJson());
                  daemon().stopSoon();
                  return answer(up("api", 8080), down());
                });

    Terminal.Result result = terminal.run("forward", "--all");

    assertThat(result.exit()).isEqualTo(ExitCode.GENERAL);
    assertThat(result.stderr())
        .containsSubsequence(
            "1 up, 1 not ready: web. LocalPort keeps trying.      localport explain web\n",
            "Ctrl-C stops all.\n",
            AT + "api: connection lost: no\n",
            AT + "api: connection refused: why (1 so far); see: localport explain api\n",
            "the daemon was stopped, and api, web with it\n");
  }

  private static StatusChange change(
      String service, String state, @Nullable String reason, @Nullable String pod) {
    String cause = reason == null ? null : "refused";
    return new StatusChange(service, "dev", "connected", state, reason, cause, pod, Samples.NOW);
  }

  @Test
  void aClusterThatIsOfflineHasOneLineForAllOfItsServices() {
    List<StatusChange> changes =
        List.of(
            change("api", "suspended", "cluster_offline", null),
            change("web", "suspended", "cluster_offline", null),
            change("web", "connected", null, "web-2"),
            change("api", "connected", null, "api-2"),
            change("web", "suspended", "cluster_offline", null));
    FakeDaemon _ =
        daemon()
            .does(
                Methods.START,
                (_, from) -> {
                  changes.forEach(one -> from.notify(Methods.STATUS_CHANGED, one.toJson()));
                  daemon().stopSoon();
                  return answer(up("api", 8080), up("web", 8081));
                });

    Terminal.Result result = terminal.run("forward", "--all");

    String offline = "cluster dev is offline: refused; its services reconnect when it is back";
    assertThat(result.stderr().lines().filter(line -> line.startsWith(AT)))
        .containsExactly(
            AT + offline,
            AT + "web: reconnected to web-2 after 0.0 s",
            AT + "api: reconnected to api-2 after 0.0 s",
            AT + offline);
  }

  @Test
  void whereNoneIsUpTheForegroundEndsWithTheReason() {
    FakeDaemon _ = daemon().answers(Methods.START, answer(down(), down()));

    Terminal.Result result = terminal.run("forward", "--all");

    assertThat(result.exit()).isEqualTo(FailureKind.NO_READY_POD.exitCode());
    assertThat(result.stderr())
        .contains("0 up, 2 not ready: web, web.      localport explain web\n")
        .doesNotContain("Ctrl-C", "keeps trying");
  }

  @Test
  void theNextDaemonIsAskedForTheSameServicesAtTheSamePorts() throws Exception {
    FakeDaemon _ =
        daemon()
            .does(
                Methods.START,
                (_, _) -> {
                  FakeDaemon second = next();
                  second.does(
                      Methods.START,
                      (_, _) -> {
                        second.stopSoon();
                        return answer(up("api", 8080), down());
                      });
                  daemon().closeSoon();
                  return answer(up("api", 8080), up("web", 8081));
                });

    Terminal.Result result = terminal.run("forward", "--all");

    assertThat(result.stderr())
        .containsSubsequence(
            "the daemon was restarted; forwarding api, web again\n",
            "1 up, 1 not ready: web. LocalPort keeps trying.",
            "the daemon was stopped, and api, web with it\n");
    List<JsonObject> first = forwards(daemons.getFirst());
    List<JsonObject> second = forwards(daemons.getLast());
    assertThat(second).extracting(one -> one.text("ad_hoc")).hasSize(2);
    assertThat(second)
        .extracting(one -> one.text("ad_hoc"))
        .isEqualTo(first.stream().map(one -> one.text("ad_hoc")).toList());
    assertThat(second)
        .extracting(one -> one.object("before").toString())
        .containsExactly(
            "{\"context\":\"dev\",\"ports\":[{\"port\":\"80\",\"local\":8080}]}",
            "{\"context\":\"dev\",\"ports\":[{\"port\":\"80\",\"local\":8081}]}");
  }

  private FakeDaemon next() {
    try {
      return another();
    } catch (Exception e) {
      throw new AssertionError("a fake daemon starts", e);
    }
  }

  private static List<JsonObject> forwards(FakeDaemon daemon) {
    String call = started(daemon);
    return JsonObject.parse(call.substring(call.indexOf('{'))).objects("forwards");
  }

  @Test
  void eachPodOfASetIsAServiceBesideTheServices() {
    FakeDaemon _ = daemon().answers(Methods.START, answer(up("api", 8080)));

    Terminal.Result result = terminal.run("forward", "--all", "--each-pod", "-d");

    assertThat(result.exit()).isZero();
    assertThat(forwards(daemon()))
        .extracting(one -> one.text("ad_hoc").replaceFirst(".*\"name\":\"([^\"]*)\".*", "$1"))
        .containsExactly("api", "web", "db-0", "db-1");
  }

  @Test
  void eachPodOfOneSetIsAskedForByItsReplicas() {
    FakeDaemon _ =
        daemon()
            .answers(
                Methods.TARGET_PORTS,
                JsonObject.builder().put("ports", List.of()).put("replicas", 3).build())
            .answers(Methods.START, answer(up("db-0", 5432), up("db-1", 5433)));

    Terminal.Result result =
        terminal.run("forward", "-n", "shop", "sts/db", "--each-pod", ":5432", "-d");

    assertThat(result.stderr()).endsWith("To stop them: localport stop db-0 db-1\n");
    assertThat(forwards(daemon()))
        .extracting(
            one -> one.text("ad_hoc").replaceFirst(".*\"resource_name\":\"([^\"]*)\".*", "$1"))
        .containsExactly("db-0", "db-1", "db-2");
    assertThat(daemon().asked().toString())
        .contains("\"namespace\":\"shop\",\"kind\":\"statefulset\",\"name\":\"db\"");
  }

  @Test
  void aSetWithoutPodsIsAnError() {
    FakeDaemon _ =
        daemon()
            .answers(
                Methods.TARGET_PORTS,
                JsonObject.builder().put("ports", List.of()).put("replicas", 0).build());

    assertThat(terminal.run("forward", "sts/db", "--each-pod", "5432"))
        .isEqualTo(
            new Terminal.Result(
                ExitCode.SERVICE, "", "statefulset/db has no pods: replicas is 0\n"));
  }

  @Test
  void aNamespaceWithoutServicesIsAnErrorThatSaysWhatThereIs() {
    FakeDaemon _ = daemon().answers(Methods.TARGET_SERVICES, found());

    assertThat(terminal.run("forward", "-n", "shop", "--all"))
        .isEqualTo(
            new Terminal.Result(
                ExitCode.SERVICE,
                "",
                "no service with a TCP port in namespace shop of context dev (left out: 1"
                    + " ExternalName, 2 without a TCP port); name a namespace: localport forward -n"
                    + " NAME --all\n"));
  }

  @Test
  void withoutPermissionToListServicesOneCanBeNamed() {
    FakeDaemon _ =
        daemon()
            .does(
                Methods.TARGET_SERVICES,
                (_, _) -> {
                  throw new RpcException(
                      RpcException.FAILED,
                      "forbidden (403)",
                      JsonObject.builder().put("exit_code", ExitCode.PERMISSION).build());
                });

    assertThat(terminal.run("forward", "--all"))
        .isEqualTo(
            new Terminal.Result(
                ExitCode.PERMISSION,
                "",
                "forbidden (403); name one instead: localport forward svc/NAME PORT\n"));
  }
}
