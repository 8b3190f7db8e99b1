package dev.localport.e2e;

import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A proxy of the machine's, as a child of the test, on a free loopback port. */
final class RealProxy implements Closeable {
  private final RunningProgram program;
  private final int port;
  private final Supplier<List<String>> log;

  private RealProxy(RunningProgram program, int port, Supplier<List<String>> log)
      throws InterruptedException {
    this.program = program;
    this.port = port;
    this.log = log;
    Await.until(
        "proxy on port %d: %s".formatted(port, program.stderr()),
        () -> {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return true;
        });
  }

  /** Starts tinyproxy with more lines of configuration, such as {@code BasicAuth eve pw}. */
  static RealProxy tinyproxy(Path folder, String... more) throws IOException, InterruptedException {
    String program = Programs.need("tinyproxy", "tinyproxy-bin");
    int port = Ports.quiet();
    List<String> lines = new ArrayList<>(List.of(more));
    lines.addAll(List.of("Port " + port, "Listen 127.0.0.1", "MaxClients 50", "LogLevel Connect"));
    Path config = Files.write(folder.resolve("tinyproxy-%d.conf".formatted(port)), lines);
    RunningProgram running =
        RunningProgram.start(new ProcessBuilder(program, "-d", "-c", config.toString()));
    return new RealProxy(running, port, () -> matching(running.stdout(), "Request (file"));
  }

  /** Starts microsocks with more arguments, such as {@code -u eve -P pw}. */
  static RealProxy microsocks(String... more) throws IOException, InterruptedException {
    int port = Ports.quiet();
    List<String> command = new ArrayList<>(List.of(Programs.need("microsocks", "microsocks")));
    command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(List.of(more));
    RunningProgram running = RunningProgram.start(new ProcessBuilder(command));
    return new RealProxy(running, port, () -> matching(running.stderr(), "connected to"));
  }

  /**
   * Starts squid, spoken to over TLS.
   *
   * @param host a name that it alone knows, as this machine
   */
  static RealProxy squidOverTls(Path folder, Certificates certificate, String host)
      throws IOException, InterruptedException {
    String program = Programs.need("squid", "squid-openssl");
    int port = Ports.quiet();
    Path own = Files.createDirectory(folder.resolve("squid-" + port));
    for (Path opened : List.of(folder, own)) { // squid leaves root
      Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    Files.writeString(own.resolve("hosts"), "127.0.0.1 %s%n".formatted(host));
    Path log = own.resolve("access.log");
    Path config =
        Files.writeString(
            own.resolve("squid.conf"),
            """
            https_port 127.0.0.1:%d tls-cert=%s tls-key=%s
            http_access allow all
            hosts_file %s/hosts
            access_log stdio:%s
            cache_log %s/cache.log
            pid_filename none
            cache deny all
            shutdown_lifetime 1 second
            """
                .formatted(port, certificate.certificate(), certificate.key(), own, log, own));
    return new RealProxy(
        RunningProgram.start(new ProcessBuilder(program, "-N", "-f", config.toString())),
        port,
        () -> matching(read(log), "CONNECT"));
  }

  private static List<String> read(Path log) {
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new IllegalStateException(log + " cannot be read", e);
    }
  }

  private static List<String> matching(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).toList();
  }

  int port() {
    return port;
  }

  /** Returns a line for each connection that it was asked for; squid's come when those end. */
  List<String> connections() {
    return log.get();
  }

  @Override
  public void close() {
    program.close();
  }
}
