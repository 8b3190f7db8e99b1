package dev.localport.cli.demo;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CommandException;
import java.util.List;

/** What to try while the demo runs: lines to copy. */
final class Guide {
  private Guide() {}

  static List<String> lines(Demo.Stage stage, List<ServiceStatus> services)
      throws CommandException {
    ServiceStatus web = Demo.service(services, "web");
    return """

    Try in another terminal:
      curl http://%1$s/
      LOCALPORT_HOME=%2$s ./localport status
      LOCALPORT_HOME=%2$s ./localport logs -f web
      KUBECONFIG=%3$s kubectl get pods
    Delete the pod behind web; curl again, and another answers:
      curl -X POST '%4$s/delete-pod?namespace=demo&name=%5$s'
    Let the API server go away, curl in between, and let it come back: that curl is answered:
      curl -X POST %4$s/away
      curl -X POST %4$s/back
    What else can go wrong:
      curl %4$s

    Ctrl-C ends the demo and removes all of it.\
    """
        .formatted(
            Demo.address(web),
            stage.folder().path(),
            stage.simulator().kubeconfig(),
            stage.simulator().control(),
            web.pods().getFirst())
        .lines()
        .toList();
  }
}
