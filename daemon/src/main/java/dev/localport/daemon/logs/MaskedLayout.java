package dev.localport.daemon.logs;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.localport.api.SecretMask;

/** Lines of a log without passwords, also in the traces of what others threw. */
final class MaskedLayout extends PatternLayout {
  @Override
  public String doLayout(ILoggingEvent event) {
    return SecretMask.in(super.doLayout(event));
  }
}
