package dev.localport.daemon;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.api.Methods;
import dev.localport.daemon.doctor.Doctor;
import dev.localport.daemon.doctor.Hearer;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.rpc.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * What the daemon's program does for {@code localport doctor} where no daemon runs: reads a request
 * as one line of JSON, prints each finding as one, and ends. Writes no file, opens no socket of its
 * own, and takes no lock.
 */
final class OneShotDoctor {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private OneShotDoctor() {}

  static void run(BufferedReader in, PrintStream out) throws IOException, InterruptedException {
    LogFiles.silence(); // before anything logs: standard output is for findings alone
    String line = in.readLine();
    DoctorRequest request = DoctorRequest.from(JsonObject.parse(line == null ? "{}" : line));
    try (SystemTimers timers = new SystemTimers()) {
      Transport transport = Transport.open(1);
      try (KubeContexts contexts = new KubeContexts(timers, transport)) {
        new Doctor(contexts, new PortHolder(), timers, List::of, _ -> "")
            .examine(request, new Lines(out));
      } finally {
        transport.close(GRACE);
      }
    }
  }

  /** Prints each thing that is heard as a line of JSON: {@code {"method":…,"params":…}}. */
  private record Lines(PrintStream out) implements Hearer {
    @Override
    public void found(DoctorCheck check) {
      print(Methods.DOCTOR_FOUND, check.toJson());
    }

    @Override
    public void done(String group) {
      print(Methods.DOCTOR_DONE, JsonObject.builder().put("group", group).build());
    }

    private void print(String method, JsonObject params) {
      out.println(JsonObject.builder().put("method", method).put("params", params).build());
      out.flush();
    }
  }
}
