package dev.localport.e2e.faults;

import dev.localport.e2e.Faults;
import dev.localport.e2e.Kubeconfigs;
import dev.localport.e2e.faults.Mishap.Effect;
import dev.localport.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Another client of the same cluster, past the line on which the faults are: it has the API server
 * ask the kubelet once a second. Where that takes seconds although the script does nothing, the
 * machine is too busy, and sessions are late for that reason. Closing ends it.
 */
final class Control implements Closeable {
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<Mishap> slow = new CopyOnWriteArrayList<>();
  private final HttpClient http;
  private final HttpRequest request;
  private final Thread thread;
  private volatile boolean ended;

  private Control(HttpClient http, HttpRequest request) {
    this.http = http;
    this.request = request;
    this.thread = Thread.ofPlatform().name("control").start(this::run);
  }

  /** Begins to ask, with the token of an account that {@link AccountRows} makes. */
  static Control start(Faults faults, Path folder) throws IOException, InterruptedException {
    Path kubeconfig = faults.kubeconfig("admin");
    String server = Kubeconfigs.server(kubeconfig);
    String path = "/api/v1/nodes/127.0.0.1/proxy/healthz";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + AccountRows.token(faults, folder))
            .timeout(LIMIT)
            .build();
    HttpClient http =
        HttpClient.newBuilder().sslContext(trusting(Kubeconfigs.authority(kubeconfig))).build();
    return new Control(http, request);
  }

  private static SSLContext trusting(byte[] authority) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "authority",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(authority)));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the authority of the cluster cannot be used", e);
    }
  }

  private void run() {
    while (!ended) {
      Instant begun = Instant.now();
      String answer = ask();
      Duration took = Duration.between(begun, Instant.now());
      if (!answer.equals("200") || took.compareTo(SLOW) > 0) {
        slow.add(
            new Mishap(
                "control: %s after %d ms".formatted(answer, took.toMillis()),
                Effect.SOME,
                begun,
                begun.plus(took)));
      }
      Await.pass(PACE);
    }
  }

  private String ask() {
    try {
      return Integer.toString(
          http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Returns when the cluster was slow or silent by itself: none of the faults was there. */
  List<Mishap> slow(List<Mishap> faults) {
    return slow.stream()
        .filter(each -> faults.stream().noneMatch(fault -> fault.overlaps(each)))
        .toList();
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
