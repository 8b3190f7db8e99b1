package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simulated cluster as a process of its own, which goes wrong on demand. Runs everywhere. */
final class SimulatedCluster implements Closeable {
  /** A configuration: the service web on a free port. */
  static final String WEB =
      """
      version: "1.0"
      services:
        - name: web
          local_port: auto
          remote_port: 80
          connection: {resource_name: web, namespace: demo}
      """;

  private static final Pattern SERVER = Pattern.compile("server: https://[^:]+:(\\d+)");

  private final RunningProgram process;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private SimulatedCluster(RunningProgram process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts one whose files are in a new folder below the given one. */
  static SimulatedCluster start(Path temporary) throws IOException, InterruptedException {
    return start(temporary, List.of());
  }

  /** As the other one, run by a command that takes its own as arguments. */
  static SimulatedCluster start(Path temporary, List<String> by)
      throws IOException, InterruptedException {
    Path folder = temporary.resolve("sim");
    List<String> command = new ArrayList<>(by);
    command.addAll(LocalportProgram.simulator("dev.localport.simulator.Main", folder.toString()));
    RunningProgram process = RunningProgram.start(new ProcessBuilder(command));
    try {
      process.awaitLine("ready: ");
    } catch (InterruptedException | AssertionError e) {
      process.close();
      throw e;
    }
    return new SimulatedCluster(process, folder);
  }

  /** Returns the file that its users need. */
  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Returns the port of its API server. */
  int port() throws IOException {
    Matcher server = SERVER.matcher(Files.readString(kubeconfig()));
    if (!server.find()) {
      throw new AssertionError("no server in " + kubeconfig());
    }
    return Integer.parseInt(server.group(1));
  }

  /** Switches a fault, such as {@code away} or {@code black-hole?on=true}. */
  void control(String fault) throws IOException, InterruptedException {
    String url = Files.readString(folder.resolve("control")).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/" + fault))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError("%s: %s".formatted(fault, answer.body()));
    }
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }
}
