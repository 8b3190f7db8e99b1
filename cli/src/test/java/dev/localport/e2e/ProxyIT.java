package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API calls, watches and tunnels through the proxies that people have. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class ProxyIT {
  private static final String SECRET = "s3cr:t";
  private static final String KNOWN_TO_SQUID = "kubernetes.default.svc";
  private static final String WEB =
      """
      version: "1.0"
      services:
        - name: web
          connection: {resource_name: web, namespace: lp-demo}
          ports: [":8000"]
      """;

  @TempDir Path temporary;

  @Test
  void anHttpProxyOfTheKubeconfig(TestCluster cluster) throws IOException, InterruptedException {
    try (RealProxy proxy = RealProxy.tinyproxy(temporary)) {
      everythingGoesThrough(cluster, proxy, "http://127.0.0.1:" + proxy.port());
    }
  }

  @Test
  void anHttpProxyThatAsksForAPassword(TestCluster cluster)
      throws IOException, InterruptedException {
    try (RealProxy proxy = RealProxy.tinyproxy(temporary, "BasicAuth eve secret")) {
      everythingGoesThrough(cluster, proxy, "http://eve:secret@127.0.0.1:" + proxy.port());
    }
  }

  @Test
  void aSocksProxy(TestCluster cluster) throws IOException, InterruptedException {
    try (RealProxy proxy = RealProxy.microsocks()) {
      everythingGoesThrough(cluster, proxy, "socks5://127.0.0.1:" + proxy.port());
    }
  }

  @Test
  void aSocksProxyThatAsksForAPassword(TestCluster cluster)
      throws IOException, InterruptedException {
    try (RealProxy proxy = RealProxy.microsocks("-u", "eve", "-P", SECRET)) {
      everythingGoesThrough(cluster, proxy, "socks5://eve:s3cr%3At@127.0.0.1:" + proxy.port());
    }
  }

  private void everythingGoesThrough(TestCluster cluster, RealProxy proxy, String url)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, behind(cluster, url))) {
      localport.config(WEB);

      assertServes(localport);

      assertThat(proxy.connections()).as("calls and tunnel").hasSizeGreaterThanOrEqualTo(2);
      assertThat(proxy.connections())
          .allSatisfy(line -> assertThat(line).contains("127.0.0.1:" + port(cluster)));
      ProcessHandle daemon = localport.findDaemon().orElseThrow();
      assertThat(ServerConnections.of(daemon, proxy.port())).isGreaterThanOrEqualTo(2);
      assertThat(ServerConnections.of(daemon, port(cluster))).isZero();
      assertThat(localport.run("test", "web").stdout())
          .contains("through the proxy " + url.replaceAll("//.*@", "//"));
      assertNothingSays(localport, url.contains("@") ? url.replaceAll(".*eve:|@.*", "") : null);
    }
  }

  /** A name that only the proxy knows: there is no other way. */
  @Test
  void anHttpsProxyOfTheShellThatIsKeptWithTheFile(TestCluster cluster)
      throws IOException, InterruptedException {
    Certificates own = Certificates.selfSigned(temporary, "localhost", "-1d");
    Path kubeconfig = servedAt(cluster, KNOWN_TO_SQUID);
    try (RealProxy proxy = RealProxy.squidOverTls(temporary, own, KNOWN_TO_SQUID);
        LocalportProgram localport = new LocalportProgram(temporary, kubeconfig)) {
      localport.config(WEB);
      String url = "https://localhost:" + proxy.port();
      localport.with("https_proxy", url).with("NO_PROXY", "other.corp");

      Result untrusted = localport.run("start", "--timeout", "30");
      assertThat(untrusted.stdout() + untrusted.stderr())
          .contains("the proxy %s is not trusted: ".formatted(url));
      localport.run("stop", "web");

      localport.with("SSL_CERT_FILE", own.certificate().toString());
      assertServes(localport);

      localport.with("https_proxy", "").with("SSL_CERT_FILE", "");
      ProcessHandle daemon = localport.findDaemon().orElseThrow();
      CompletableFuture<ProcessHandle> ended = daemon.onExit();
      daemon.destroyForcibly();
      ended.join();
      localport.run("daemon", "start");
      Await.until(
          "page after the restart of the daemon",
          () -> Http.pod(Ports.of(localport, "web")).startsWith("web-"));

      assertThat(localport.run("daemon", "stop").exit()).isZero();
      Await.until(
          "lines of squid's log", proxy::connections, connections -> connections.size() >= 4);
      assertThat(proxy.connections())
          .allSatisfy(line ->
              assertThat(line).contains("CONNECT %s:%d ".formatted(KNOWN_TO_SQUID, port(cluster))));
    }
  }

  /** Loopback needs no proxy; the name is one that nobody here knows, and tells who was asked. */
  @Test
  void whatNoProxyCoversIsReachedWithoutOne(TestCluster cluster)
      throws IOException, InterruptedException {
    try (RealProxy proxy = RealProxy.tinyproxy(temporary);
        LocalportProgram loopback =
            new LocalportProgram(temporary.resolve("a"), cluster.kubeconfig());
        LocalportProgram named =
            new LocalportProgram(temporary.resolve("b"), servedAt(cluster, KNOWN_TO_SQUID))) {
      String url = "http://127.0.0.1:" + proxy.port();
      loopback.config(WEB);
      loopback.with("HTTPS_PROXY", url);
      assertServes(loopback);

      String[] forward = {"forward", "-n", "lp-demo", "service/web", ":8000"};
      named.with("HTTPS_PROXY", url).with("no_proxy", "other.corp,.default.svc");
      assertThat(named.run(forward).stderr())
          .contains("the API server " + KNOWN_TO_SQUID)
          .contains("cannot be reached: ");
      assertThat(proxy.connections()).isEmpty();

      named.with("no_proxy", "other.corp");
      assertThat(named.run(forward).stderr())
          .contains("the proxy %s does not connect to %s".formatted(url, KNOWN_TO_SQUID));
      assertThat(proxy.connections()).isNotEmpty();
    }
  }

  @Test
  void aProxyThatRefusesIsSaidWithoutItsPassword(TestCluster cluster)
      throws IOException, InterruptedException {
    try (RealProxy proxy =
        RealProxy.tinyproxy(temporary, "BasicAuth eve secret", "ConnectPort 443")) {
      String label = "the proxy http://127.0.0.1:" + proxy.port();

      fails(
          cluster,
          "http://127.0.0.1:" + proxy.port(),
          5,
          label + " requires a user and a password (407); add them to proxy-url in the kubeconfig");
      fails(
          cluster,
          "http://eve:wr0ng@127.0.0.1:" + proxy.port(),
          5,
          label + " rejected the user and password (401); fix them in proxy-url");
      fails(
          cluster,
          "http://eve:secret@127.0.0.1:" + proxy.port(),
          5,
          label + " does not allow connections to 127.0.0.1:" + port(cluster) + " (403 ");
      fails(
          cluster,
          "http://eve:secret@127.0.0.1:1",
          4,
          "the proxy http://127.0.0.1:1 cannot be reached: connection refused; check proxy-url");
      fails(
          cluster,
          "socks5://no.invalid",
          4,
          "the proxy socks5://no.invalid:1080 cannot be reached: its name cannot be resolved;"
              + " check");
    }
  }

  private void fails(TestCluster cluster, String url, int exit, String words)
      throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(temporary, "f");
    try (LocalportProgram localport = new LocalportProgram(own, behind(cluster, url))) {
      Result result = localport.run("forward", "-n", "lp-demo", "service/web", ":8000");

      assertThat(result.stderr()).as("%s", result).contains(words);
      assertThat(result.exit()).as("%s", result).isEqualTo(exit);
      assertThat(result.stdout() + result.stderr())
          .doesNotContain("wr0ng")
          .doesNotContain("secret@");
      assertNothingSays(localport, url.contains("@") ? url.replaceAll(".*eve:|@.*", "") : null);
    }
  }

  private static void assertServes(LocalportProgram localport)
      throws IOException, InterruptedException {
    Result result = localport.run("start", "--timeout", "45");
    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(Http.pod(Ports.of(localport, "web"))).startsWith("web-");
  }

  /**
   * The files of the daemon, except what it keeps to come back to: its state, and the entries of
   * kubeconfigs in use, which are there for when their file disappears.
   */
  private static void assertNothingSays(LocalportProgram localport, @Nullable String password)
      throws IOException {
    if (password == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(localport.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("state.json") && !file.toString().contains("/kubeconfigs/")) {
          assertThat(Files.readString(file)).as("%s", file).doesNotContain(password);
        }
      }
    }
  }

  private Path behind(TestCluster cluster, String url) throws IOException {
    return Kubeconfigs.changed(
        cluster.kubeconfig(),
        temporary,
        "( *)(server: \\S+)",
        "$1$2\n$1proxy-url: \"" + url + "\"");
  }

  private Path servedAt(TestCluster cluster, String host) throws IOException {
    return Kubeconfigs.changed(
        cluster.kubeconfig(), temporary, "server: https://[^:]+:", "server: https://" + host + ":");
  }

  private static int port(TestCluster cluster) throws IOException {
    Matcher server =
        Pattern.compile("server: https://[^:]+:(\\d+)")
            .matcher(Files.readString(cluster.kubeconfig()));
    assertThat(server.find()).isTrue();
    return Integer.parseInt(server.group(1));
  }
}
