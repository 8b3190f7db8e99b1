package dev.localport.cli.command;

import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Found;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;

/**
 * What the daemon commands print.
 *
 * @param line for people
 * @param json for programs
 */
record DaemonState(String line, JsonObject json) {
  static final DaemonState STOPPED = notRunning("daemon stopped");
  static final DaemonState TERMINATED =
      notRunning("daemon stopped: it did not respond; SIGTERM ended it");
  static final DaemonState KILLED = notRunning("daemon stopped: it did not respond and was killed");
  static final DaemonState NOT_RUNNING = notRunning("daemon not running");

  static DaemonState of(DaemonClient daemon) {
    return new DaemonState(
        "daemon running (pid " + daemon.pid() + ")",
        JsonObject.builder()
            .put("running", true)
            .put("pid", daemon.pid())
            .put("version", daemon.version())
            .put("protocol", daemon.protocol())
            .build());
  }

  static DaemonState of(Found.Unreachable lost) {
    return new DaemonState(
        lost.text(),
        JsonObject.builder()
            .put("running", true)
            .put("reachable", false)
            .put("pid", lost.daemon() == null ? null : lost.daemon().pid())
            .put("why", lost.why())
            .build());
  }

  private static DaemonState notRunning(String line) {
    return new DaemonState(line, JsonObject.builder().put("running", false).build());
  }

  /** Returns the same with what the login service is. */
  DaemonState with(ServiceState service) {
    return new DaemonState(
        line + "\n" + String.join("\n", service.lines()),
        JsonObject.builder().putAll(json).put("service", service.json()).build());
  }

  void print(Output output) {
    if (output.isJson()) {
      output.result(json);
    } else {
      output.result(line.lines().toList());
    }
  }
}
