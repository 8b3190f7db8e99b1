package dev.localport.daemon.kube.client;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads from a token when it ends, where it is a JSON Web Token that says so (RFC 7519). Pure. */
final class TokenEnd {
  private static final int PARTS = 3;

  private TokenEnd() {}

  /** Returns when the token ends; nothing where it does not say so. */
  static Optional<Instant> of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
      OptionalLong end =
          JsonObject.parse(new String(claims, StandardCharsets.UTF_8)).findNumber("exp");
      return end.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(end.getAsLong()));
    } catch (IllegalArgumentException | RpcException | DateTimeException _) {
      return Optional.empty(); // some other text with two dots
    }
  }
}
