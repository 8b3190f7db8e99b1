package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.daemon.host.PortHolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Who has a local port. Looks at the system's tables first, and listens for a moment only on a port
 * that no process holds.
 */
record PortsCheck(PortHolder holder) {
  private static final int PRIVILEGED = 1024;
  private static final String ID = "port";
  static final String GROUP = "local ports";

  DoctorCheck look(DoctorRequest.Port port) {
    String subject = "%s (%s)".formatted(port.number(), port.service());
    Optional<String> who = holder.describe(port.number());
    if (who.isPresent()) {
      String holds = who.get();
      return holds.startsWith("service ") || holds.startsWith("another service of this")
          ? DoctorCheck.ok(ID, GROUP, subject, "LocalPort listens")
          : DoctorCheck.broken(
              ID,
              GROUP,
              subject,
              "taken by " + holds,
              "stop it, or set another local_port (or auto)");
    }
    try (ServerSocket _ = new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
      return DoctorCheck.ok(ID, GROUP, subject, "free");
    } catch (IOException e) {
      return DoctorCheck.broken(
          ID,
          GROUP,
          subject,
          port.number() < PRIVILEGED
              ? "you are not permitted to listen on it"
              : "cannot be used: " + e.getMessage(),
          "set another local_port (or auto)");
    }
  }
}
