package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code metrics}. */
final class MetricsReader {
  private static final String HOST = "127\\.0\\.0\\.1|localhost|\\[::1\\]";
  private static final Pattern LISTEN = Pattern.compile("(" + HOST + "):([1-9][0-9]{0,4})");
  private static final int MOST = 65_535;

  private static final Key<MetricsConfig> LISTEN_KEY =
      Key.of(
              "listen",
              Forms.scalar(
                  MetricsReader::listen,
                  Schema.of("type", "string", "pattern", "^" + LISTEN.pattern() + "$")),
              "A loopback address and a port, such as 127.0.0.1:9464.")
          .need("write 127.0.0.1:PORT");

  static final Form<MetricsConfig> FORM = Keys.of(LISTEN_KEY).as(keys -> keys.find(LISTEN_KEY));

  private MetricsReader() {}

  private static @Nullable MetricsConfig listen(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    Matcher form = LISTEN.matcher(text);
    int port = form.matches() ? Integer.parseInt(form.group(2)) : 0;
    if (port < 1 || port > MOST) {
      value.wrong(value.shown() + " is not a loopback address with a port", "write 127.0.0.1:PORT");
      return null;
    }
    String host = form.group(1).equals("localhost") ? "127.0.0.1" : form.group(1);
    return new MetricsConfig(host.replaceAll("[\\[\\]]", ""), port);
  }
}
