package dev.localport.daemon.health;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/** A connection of a check that goes past the forward: nobody knows more of it than its socket. */
record DirectConnection(Socket socket) implements Connection {
  @Override
  public Optional<Broken> broken() {
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no use any more either way
    }
  }
}
