package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API server answers instead of what was asked for: a Kubernetes {@code Status}. */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;

  private StatusException(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  /** The request makes no sense. */
  public static StatusException badRequest(String message) {
    return of(400, message);
  }

  /** There is no such object. */
  public static StatusException notFound(Kind kind, String name) {
    return of(404, "%s \"%s\" not found".formatted(kind.qualified(), name));
  }

  /** The version that was asked for is older than the history reaches, or newer than now. */
  public static StatusException expired(long asked, long oldest) {
    return new StatusException(
        410, "Expired", "too old resource version: %d (%d)".formatted(asked, oldest));
  }

  /** There is one of that name already. */
  public static StatusException exists(Kind kind, String name) {
    return new StatusException(
        409, "AlreadyExists", "%s \"%s\" already exists".formatted(kind.qualified(), name));
  }

  /** There is nothing at this path. */
  public static StatusException unknownPath() {
    return of(404, "the server could not find the requested resource");
  }

  /** What is at this path cannot be asked like that. */
  public static StatusException notAllowed() {
    return of(405, "the server does not allow this method on the requested resource");
  }

  /** Any code, with the reason that Kubernetes gives with it. */
  public static StatusException of(int code, String message) {
    return new StatusException(code, reason(code), message);
  }

  private static String reason(int code) {
    return switch (code) {
      case 400 -> "BadRequest";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 405 -> "MethodNotAllowed";
      case 406 -> "NotAcceptable";
      case 409 -> "Conflict";
      case 410 -> "Expired";
      case 415 -> "UnsupportedMediaType";
      case 422 -> "Invalid";
      case 429 -> "TooManyRequests";
      case 500 -> "InternalError";
      case 503 -> "ServiceUnavailable";
      case 504 -> "Timeout";
      default -> "Unknown";
    };
  }

  /** Returns the HTTP status. */
  public int code() {
    return code;
  }

  /** Returns the {@code Status} object. */
  public ObjectNode status() {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    if (code == 429) {
      status.putObject("details").put("retryAfterSeconds", 1);
    }
    return status.put("code", code);
  }
}
