package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A method whose calls are in the log, at debug: what was called, how long it took, and what it was
 * refused with. Parameters and answers are not: they may contain secrets.
 */
record LoggedMethod(String name, RpcMethod method) implements RpcMethod {
  private static final Logger log = LoggerFactory.getLogger(LoggedMethod.class);

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      JsonObject answer = method.call(params, from);
      line(begun).log("request answered");
      return answer;
    } catch (RpcException e) {
      line(begun).addKeyValue("why", e.getMessage()).log("request refused");
      throw e;
    }
  }

  private LoggingEventBuilder line(long begun) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return log.atDebug().addKeyValue("method", name).addKeyValue("took_ms", took.toMillis());
  }
}
