package dev.localport.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortHolderTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @TempDir private Path proc;

  private PortHolder holder() {
    return new PortHolder(proc);
  }

  private static String row(String address, String state, int inode) {
    return "   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000  1000        0 %d 1 0\n"
        .formatted(address, state, inode);
  }

  private void tables(String tcp, String tcp6) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(proc.resolve("net/tcp"), HEAD + tcp);
    Files.writeString(proc.resolve("net/tcp6"), HEAD + tcp6);
  }

  private void process(String pid, String program, String... links) throws IOException {
    Path open = Files.createDirectories(proc.resolve(pid).resolve("fd"));
    Files.writeString(proc.resolve(pid).resolve("comm"), program + "\n");
    Files.writeString(open.resolve("0"), "no link");
    for (int i = 0; i < links.length; i++) {
      Files.createSymbolicLink(open.resolve("" + (i + 1)), Path.of(links[i]));
    }
  }

  @Test
  void findsThisProcessBehindARealSocket() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(new PortHolder().find(socket.getLocalPort()))
          .hasValueSatisfying(
              holder -> assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid()));
    }
  }

  @Test
  void namesTheProgramThatHoldsTheSocket() throws IOException {
    tables(row("0100007F:1538", "0A", 4711), "");
    process("1", "init", "socket:[1]");
    process("812", "postgres", "/dev/null", "socket:[4711]");
    Files.createDirectories(proc.resolve("sys/fd"));

    assertThat(holder().find(5432))
        .hasValueSatisfying(it -> assertThat(it).hasToString("postgres (pid 812)"));
    assertThat(holder().find(5433)).isEmpty();
  }

  @Test
  void looksAtIpv6Too() throws IOException {
    tables("", row("00000000000000000000000001000000:1538", "0A", 7));
    process("9", "web", "socket:[7]");

    assertThat(holder().find(5432)).contains(new PortHolder.Holder(9, "web"));
  }

  @Test
  void aConnectionIsNoListener() throws IOException {
    tables(row("0100007F:1538", "01", 4711), "");
    process("812", "psql", "socket:[4711]");

    assertThat(holder().find(5432)).isEmpty();
  }

  @Test
  void aProcessOfAnotherUserStaysUnknown() throws IOException {
    tables(row("0100007F:1538", "0A", 4711), "");
    Files.createDirectories(proc.resolve("812")); // its fd cannot be read
    Files.delete(proc.resolve("net/tcp6"));

    assertThat(holder().find(5432)).isEmpty();
    assertThat(holder().describe(5432)).hasValue("another user's process (uid 1000, listening)");
  }

  @Test
  void anOutgoingConnectionThatHasThePortIsNamed() throws IOException {
    tables(
        row("0100007F:1538", "01", 4711)
            + row("0100007F:1539", "02", 4712)
            + row("0100007F:153A", "06", 0),
        "");
    process("812", "psql", "socket:[4711]");

    assertThat(holder().describe(5432)).hasValue("an outgoing connection of psql (pid 812)");
    assertThat(holder().describe(5433))
        .hasValue("an outgoing connection of another user's process (uid 1000, connecting)");
    assertThat(holder().describe(5434)).as("it only waits for late packets").isEmpty();
  }

  @Test
  void aServiceOfThisProcessIsNamedUntilItIsGone() throws IOException {
    String self = "" + ProcessHandle.current().pid();
    tables(row("0100007F:1538", "0A", 4711), "");
    process(self, "java", "socket:[4711]");
    PortHolder holder = holder();

    assertThat(holder.describe(5432)).hasValue("another service of this daemon");
    holder.took(5432, "db");
    assertThat(holder.describe(5432)).hasValue("service db");
    holder.freed(5432, "web");
    assertThat(holder.describe(5432)).hasValue("service db");
    holder.freed(5432, "db");
    assertThat(holder.describe(5432)).hasValue("another service of this daemon");
  }

  @Test
  void aProcessIsDescribedByItsNameAndNumber() throws IOException {
    tables(row("0100007F:1538", "0A", 4711), "");
    process("812", "postgres", "socket:[4711]");

    assertThat(holder().describe(5432)).hasValue("postgres (pid 812)");
    assertThat(holder().describe(5433)).isEmpty();
  }

  @Test
  void readsWhatLsofSays() {
    assertThat(PortHolder.parseLsof("p812\ncpostgres\nf5\np813\ncother\n"))
        .contains(new PortHolder.Holder(812, "postgres"));
    assertThat(PortHolder.parseLsof("")).isEmpty();
    assertThat(PortHolder.parseLsof("cnobody\np1\n")).isEmpty();
  }

  @Test
  void asksLsofWhereThereIsNoProc() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(holder().find(socket.getLocalPort()).map(PortHolder.Holder::pid).orElse(0L))
          .isIn(0L, ProcessHandle.current().pid()); // lsof need not be there
    }
  }
}
