package dev.localport.rpc;

/**
 * An error that travels to the other side as a JSON-RPC error object. Its message is for people;
 * {@link #data()} holds what programs need, such as {@code exit_code}.
 */
public final class RpcException extends RuntimeException {
  /** The line is no JSON. */
  public static final int PARSE_ERROR = -32700;

  /** The line is JSON, but no request. */
  public static final int INVALID_REQUEST = -32600;

  /** There is no such method. */
  public static final int METHOD_NOT_FOUND = -32601;

  /** The parameters do not fit the method. */
  public static final int INVALID_PARAMS = -32602;

  /** A bug on the answering side. */
  public static final int INTERNAL_ERROR = -32603;

  /**
   * The first of LocalPort's own codes: the request was understood and could not be carried out.
   */
  public static final int FAILED = -32000;

  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient JsonObject data;

  /** An error without data. */
  public RpcException(int code, String message) {
    this(code, message, JsonObject.empty());
  }

  /** An error with data for programs. */
  public RpcException(int code, String message, JsonObject data) {
    super(message);
    this.code = code;
    this.data = data;
  }

  /**
   * A request that was understood and could not be carried out; commands end with the exit code.
   */
  public static RpcException failed(int exitCode, String message) {
    return new RpcException(
        FAILED, message, JsonObject.builder().put("exit_code", exitCode).build());
  }

  /** Returns the JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** Returns what programs need to know; empty when there is nothing. */
  public JsonObject data() {
    return data;
  }
}
