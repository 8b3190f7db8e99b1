package dev.localport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.controllers.PodTiming;
import dev.localport.simulator.objects.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A simulated cluster for a test, its control port, and plain requests to its API server. */
public final class Simulator implements AutoCloseable {
  private static final PodTiming PACE =
      new PodTiming(Duration.ofMillis(60), Duration.ofMillis(60), Duration.ofMillis(60));

  /* Longer than any machine needs; a test that waits so long has failed. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final SimulatedCluster cluster;
  private final SSLContext tls;
  private final HttpClient https;
  private final HttpClient http = HttpClient.newHttpClient();

  private Simulator(SimulatedCluster cluster) throws IOException, GeneralSecurityException {
    this.cluster = cluster;
    this.tls = trust(fromKubeconfig("certificate-authority-data"));
    this.https =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Starts one in a new folder below {@code folder}, whose pods are Ready at once. */
  public static Simulator start(Path folder) throws IOException, GeneralSecurityException {
    SimulatedCluster.Options options =
        new SimulatedCluster.Options(
            folder.resolve("sim"), 0, "1.33.1", PACE, Duration.ofMillis(200));
    return new Simulator(SimulatedCluster.start(options, InstantSource.system()));
  }

  private static SSLContext trust(String pem) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(pem))));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private String fromKubeconfig(String key) throws IOException {
    try (Stream<String> lines = Files.lines(kubeconfig())) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith(key + ":"))
          .map(line -> line.substring(key.length() + 1).strip())
          .findFirst()
          .orElseThrow();
    }
  }

  /** Returns the file that its users need. */
  public Path kubeconfig() {
    return cluster.kubeconfig();
  }

  SSLContext tls() {
    return tls;
  }

  String token() throws IOException {
    return fromKubeconfig("token");
  }

  /** Returns the URL of the API server. */
  public URI server() throws IOException {
    return URI.create(fromKubeconfig("server"));
  }

  HttpClient client() {
    return https;
  }

  /** Returns a request with the user's token. */
  HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(server().resolve(path))
        .header("Authorization", "Bearer " + token());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return https.send(request(path).build(), BodyHandlers.ofString());
  }

  /** Returns the name of a pod that a label selects, once it is Ready. */
  public String awaitPod(String label) throws IOException, InterruptedException {
    return awaitPods(label, 1).getFirst();
  }

  /** Returns the names of the pods that a label selects, once this many are Ready. */
  public List<String> awaitPods(String label, int count) throws IOException, InterruptedException {
    String path = "/api/v1/namespaces/demo/pods?labelSelector=" + label;
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      List<String> ready =
          Json.read(get(path).body())
              .path("items")
              .valueStream()
              .filter(Simulator::isReady)
              .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
              .map(pod -> pod.at("/metadata/name").asText())
              .toList();
      if (ready.size() >= count) {
        return ready;
      }
    }
    throw new AssertionError("fewer than %d pods are Ready with %s".formatted(count, label));
  }

  private static boolean isReady(JsonNode pod) {
    return pod.at("/status/conditions")
        .valueStream()
        .anyMatch(it ->
            it.path("type").asText().equals("Ready") && it.path("status").asText().equals("True"));
  }

  /** Returns whether there is such a pod. */
  public boolean isThere(String pod) throws IOException, InterruptedException {
    return get("/api/v1/namespaces/demo/pods/" + pod).statusCode() == 200;
  }

  /** Asks the control port, which has to say ok. */
  public void control(String what) throws IOException, InterruptedException {
    HttpResponse<String> answer = askControl(what);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  HttpResponse<String> askControl(String what) throws IOException, InterruptedException {
    String url = Files.readString(cluster.control()).strip();
    return http.send(
        HttpRequest.newBuilder(URI.create(url + "/" + what)).POST(BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Override
  public void close() throws IOException {
    https.shutdownNow();
    http.shutdownNow();
    cluster.close();
  }
}
