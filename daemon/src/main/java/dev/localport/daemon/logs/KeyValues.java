package dev.localport.daemon.logs;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * The values of a log line: {@code service="db" attempt="2"}, with a blank before each. Quotes,
 * backslashes and control characters of a value are escaped, so that a line stays one line and can
 * be taken apart: logback's own {@code %kvp} writes values as they are.
 */
final class KeyValues extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (KeyValuePair pair : pairs) {
      text.append(' ').append(pair.key).append("=\"");
      escape(String.valueOf(pair.value), text);
      text.append('"');
    }
    return text.toString();
  }

  private static void escape(String value, StringBuilder text) {
    LogText.append(value.replace("\\", "\\\\").replace("\"", "\\\""), text);
  }
}
