package dev.localport.e2e;

import dev.localport.rpc.JsonObject;
import java.io.IOException;

/** Where the services of a home listen, as {@code status -o json} tells. */
final class Ports {
  private Ports() {}

  /** Returns the local port of a service's n-th port, counting from 0. */
  static int of(LocalportProgram localport, String service, int index)
      throws IOException, InterruptedException {
    JsonObject status = localport.json("status", service, "-o", "json");
    JsonObject port = status.objects("services").getFirst().objects("ports").get(index);
    return (int) port.objects("local").getFirst().number("port");
  }

  /** Returns the local port of a service that has one. */
  static int of(LocalportProgram localport, String service)
      throws IOException, InterruptedException {
    return of(localport, service, 0);
  }
}
