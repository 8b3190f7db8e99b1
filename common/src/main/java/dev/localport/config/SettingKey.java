package dev.localport.config;

import dev.localport.config.form.Times;
import dev.localport.config.form.Word;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value that can be set while the daemon runs, by the path that it has in a file.
 *
 * @param path such as {@code reconnect.auto}
 * @param reach what it holds for
 * @param tuning how it is found in what holds for a service; null where it is not there
 * @param clusterHealth how it is found in what holds for a cluster; null where it is not there
 */
public record SettingKey(
    String path,
    Reach reach,
    @Nullable Function<Tuning, @Nullable Object> tuning,
    @Nullable Function<ClusterHealthConfig, Object> clusterHealth) {
  /** What a value holds for. */
  public enum Reach {
    /** A service. */
    SERVICE,
    /** A cluster: a kube context. */
    CLUSTER,
    /** The daemon. */
    DAEMON
  }

  static SettingKey ofService(String path, Function<Tuning, @Nullable Object> value) {
    return new SettingKey(path, Reach.SERVICE, value, null);
  }

  static SettingKey ofCluster(String path, Function<ClusterHealthConfig, Object> value) {
    return new SettingKey(path, Reach.CLUSTER, null, value);
  }

  /** Returns the last word of the path: {@code auto}. */
  public String lastWord() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /**
   * Returns the value as a file says it; null where nothing holds, such as for a service without a
   * health check.
   */
  public @Nullable String text(Tuning of) {
    Object value = tuning == null ? null : tuning.apply(of);
    return value == null ? null : text(value);
  }

  /** Returns the value as a file says it; null where it is none of a cluster's. */
  public @Nullable String text(ClusterHealthConfig of) {
    return clusterHealth == null ? null : text(clusterHealth.apply(of));
  }

  private static String text(Object value) {
    return switch (value) {
      case Duration time -> Times.text(time);
      case Word word -> word.word();
      case Double number -> BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
      default -> value.toString();
    };
  }
}
