package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loses all packets of the connections to a port of this machine that stand, as a router that
 * forgot them: TCP sends again and again, and hears nothing. New connections work. Needs root.
 */
final class LostFlows implements Closeable {
  private static final String ESTABLISHED = "01";

  private final List<String> rules;

  private LostFlows(List<String> rules) {
    this.rules = rules;
  }

  /** Begins; closing ends it. */
  static LostFlows begin(int port) throws IOException, InterruptedException {
    List<String> rules = new ArrayList<>();
    for (String client : clients(port)) {
      rules.add("INPUT -i lo -p tcp --sport %s --dport %d -j DROP".formatted(client, port));
      rules.add("INPUT -i lo -p tcp --sport %d --dport %s -j DROP".formatted(port, client));
    }
    LostFlows lost = new LostFlows(rules);
    lost.change("-I ");
    return lost;
  }

  /** All at the same moment. */
  private void change(String what) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>(List.of("*filter"));
    rules.forEach(rule -> lines.add(what + rule));
    lines.add("COMMIT");
    Path file = Files.write(Files.createTempFile("localport-flows", ".rules"), lines);
    try (RunningProgram restore =
        RunningProgram.start(
            new ProcessBuilder("iptables-restore", "-w", "--noflush", file.toString()))) {
      Result result = restore.awaitEnd();
      if (result.exit() != 0) {
        throw new AssertionError("%s: %s".formatted(lines, result));
      }
    } finally {
      Files.delete(file);
    }
  }

  /** Returns the ports of those that are connected to the port. */
  private static List<String> clients(int port) throws IOException {
    String server = ":%04X".formatted(port);
    List<String> clients = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns[2].endsWith(server) && columns[3].equals(ESTABLISHED)) {
          String local = columns[1].substring(columns[1].indexOf(':') + 1);
          clients.add(Integer.toString(Integer.parseInt(local, 16)));
        }
      }
    }
    return clients;
  }

  @Override
  public void close() throws IOException {
    try {
      change("-D ");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
