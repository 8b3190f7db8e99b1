package dev.localport.daemon.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TCP sockets of this machine, as {@code /proc/net/tcp} and {@code tcp6} list them (proc(5)).
 * They name the user of a socket also where its process is hidden. Immutable.
 */
record SocketTable(List<Socket> sockets) {
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int UID = 7;
  private static final int INODE = 9;
  private static final int HEX = 16;
  private static final String LISTEN = "0A"; // include/net/tcp_states.h, like the others
  private static final String ESTABLISHED = "01";
  private static final String SYN_SENT = "02";
  private static final String TIME_WAIT = "06";

  /** A socket by its local port; one that waits for late packets has no owner anymore. */
  record Socket(int port, String stateCode, long uid, String inode) {
    boolean isListening() {
      return stateCode.equals(LISTEN);
    }

    /** Returns how the socket is called in the folder of its process. */
    String link() {
      return "socket:[" + inode + "]";
    }

    /** Returns its state in a word. */
    String state() {
      return switch (stateCode) {
        case LISTEN -> "listening";
        case ESTABLISHED -> "connected";
        case SYN_SENT -> "connecting";
        default -> "closing";
      };
    }
  }

  /** Reads what is there now; a table that is missing has no sockets. */
  static SocketTable read(Path proc) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      Path file = proc.resolve(table);
      if (Files.exists(file)) {
        Files.readAllLines(file).stream().skip(1).forEach(line -> add(line, sockets));
      }
    }
    return new SocketTable(List.copyOf(sockets));
  }

  private static void add(String line, List<Socket> sockets) {
    String[] fields = line.strip().split("\\s+", -1);
    if (fields.length > INODE && !fields[STATE].equals(TIME_WAIT)) {
      String address = fields[LOCAL_ADDRESS];
      int port = Integer.parseInt(address.substring(address.indexOf(':') + 1), HEX);
      sockets.add(new Socket(port, fields[STATE], Long.parseLong(fields[UID]), fields[INODE]));
    }
  }

  /** Returns the sockets that listen on a port, as {@link Socket#link} calls them. */
  Set<String> listening(int port) {
    return sockets.stream()
        .filter(socket -> socket.port() == port && socket.isListening())
        .map(Socket::link)
        .collect(Collectors.toSet());
  }

  /** Returns the socket that has a port: one that listens before one of a connection. */
  Optional<Socket> on(int port) {
    return sockets.stream()
        .filter(socket -> socket.port() == port)
        .min(Comparator.comparing(socket -> !socket.isListening()));
  }
}
