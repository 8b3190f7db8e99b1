package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A TCP proxy between the program and the API server that misbehaves on command. */
public final class FaultProxy implements Closeable {
  private final Faults faults;
  private final int port;
  private final Path kubeconfig;

  private FaultProxy(Faults faults, int port, Path kubeconfig) {
    this.faults = faults;
    this.port = port;
    this.kubeconfig = kubeconfig;
  }

  static FaultProxy start(Faults faults, int port) throws IOException, InterruptedException {
    String kubeconfig = faults.run("proxy", Integer.toString(port)).strip();
    return new FaultProxy(faults, port, Path.of(kubeconfig));
  }

  /** Returns the admin's file that leads through this proxy. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Returns the port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /**
   * Sends a command, such as {@code drop}, {@code blackhole}, {@code latency 200} or {@code heal}.
   */
  public String send(String... command) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("proxy", Integer.toString(port)));
    arguments.addAll(Arrays.asList(command));
    return faults.run(arguments.toArray(String[]::new)).strip();
  }

  /** Stops the proxy; its connections end. */
  @Override
  public void close() throws IOException {
    faults.undo("proxy", Integer.toString(port), "stop");
  }
}
