package dev.localport.cli.demo;

import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code demo --once}: one line for each step, with what was seen; the first surprise ends it. */
final class OncePlay {
  private static final String WEB = "web";
  private static final int REPLICAS = 2; // of the deployment web in the simulated cluster

  private final Output output;
  private final EndSignal signal;
  private final Demo.Stage stage;

  OncePlay(Output output, EndSignal signal, Demo.Stage stage) {
    this.output = output;
    this.signal = signal;
    this.stage = stage;
  }

  /** Plays with services that are connected. */
  void play(List<ServiceStatus> services) throws CommandException, InterruptedException {
    ServiceStatus web = Demo.service(services, WEB);
    String url = "http://" + Demo.address(web) + "/";
    get(url, pod(web));
    String replaced = replacePods(pod(web));
    get(url, replaced);
    String afterwards = loseApiServer(url);
    get(url, afterwards);
  }

  private static String pod(ServiceStatus service) {
    return service.pods().getFirst();
  }

  private void get(String url, String pod) throws CommandException, InterruptedException {
    try (Web.Exchange exchange = new Web(signal).get(url)) {
      output.result("GET " + url + ": 200, " + answer(exchange, url, pod));
    }
  }

  private static String answer(Web.Exchange exchange, String url, String pod)
      throws CommandException, InterruptedException {
    String answer = exchange.answer();
    if (!answer.equals("hello from " + pod)) {
      throw new CommandException(
          ExitCode.GENERAL,
          "GET %s: \"%s\", where pod %s should have answered".formatted(url, answer, pod));
    }
    return answer;
  }

  /**
   * Deletes the pod in use, as often as there were pods at first: the pod in use then must be a new
   * one.
   */
  private String replacePods(String first) throws CommandException, InterruptedException {
    Set<String> deleted = new HashSet<>();
    String serving = first;
    for (int i = 0; i < REPLICAS; i++) {
      stage.simulator().make("delete-pod?namespace=demo&name=" + serving);
      deleted.add(serving);
      String next =
          pod(
              stage
                  .daemon()
                  .await(
                      WEB,
                      "on another pod",
                      web -> web.isUp() && !web.pods().isEmpty() && !deleted.contains(pod(web))));
      output.result("pod deleted: %s; %s took over".formatted(serving, next));
      serving = next;
    }
    return serving;
  }

  /** A connection made while the API server is unreachable waits for it. */
  private String loseApiServer(String url) throws CommandException, InterruptedException {
    stage.simulator().make("away");
    ServiceStatus lost = stage.daemon().await(WEB, "disconnected", web -> !web.isUp());
    output.result("API server offline: %s is %s".formatted(WEB, lost.state()));
    try (Web.Exchange held = new Web(signal).get(url)) {
      ServiceStatus _ =
          stage
              .daemon()
              .await(WEB, "keeping a connection waiting", web -> web.traffic().held() > 0);
      output.result("GET " + url + ": waiting for the API server");
      stage.simulator().make("back");
      String pod = pod(stage.daemon().await(WEB, "connected", ServiceStatus::isUp));
      output.result(
          "API server back: %s is connected; the waiting GET: 200, %s"
              .formatted(WEB, answer(held, url, pod)));
      return pod;
    }
  }
}
