package dev.localport.e2e;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Where the services of a home listen, as {@code status -o json} tells. */
public final class Ports {
  private Ports() {}

  /** Returns the local port of a service's n-th port, counting from 0. */
  public static int of(LocalportProgram localport, String service, int index)
      throws IOException, InterruptedException {
    JsonObject status = localport.json("status", service, "-o", "json");
    JsonObject port = status.objects("services").getFirst().objects("ports").get(index);
    return (int) port.objects("local").getFirst().number("port");
  }

  /** Returns the local port of a service that has one. */
  public static int of(LocalportProgram localport, String service)
      throws IOException, InterruptedException {
    return of(localport, service, 0);
  }

  /**
   * Returns a free port below those that systems give to whoever connects: it stays free while
   * nobody listens on it, however many connections there are.
   */
  static int quiet() throws IOException {
    Random random = new Random();
    while (true) {
      int port = random.nextInt(20_000, 30_000);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException _) {
        // taken: there are others
      }
    }
  }
}
