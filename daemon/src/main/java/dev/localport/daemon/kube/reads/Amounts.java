package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads amounts of processor and memory: {@code {"cpu": "3920m", "memory": "7953384Ki"}}. */
final class Amounts {
  static final Resources NOTHING = new Resources(null, null);

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  private Amounts() {}

  static Resources read(JsonParser json) throws IOException {
    Map<String, Long> found = new HashMap<>();
    JsonWalk.object(
        json,
        (name, value) -> {
          Long amount =
              switch (name) {
                case "cpu" -> whole(json.getValueAsString(), MILLIS);
                case "memory" -> whole(json.getValueAsString(), BigDecimal.ONE);
                default -> null;
              };
          if (amount != null) {
            found.put(name, amount);
          }
        });
    return new Resources(found.get("cpu"), found.get("memory"));
  }

  /** Returns a quantity times a factor, rounded up; null if it is none. */
  private static @Nullable Long whole(@Nullable String text, BigDecimal factor) {
    if (text == null) {
      return null;
    }
    try {
      return Quantity.getAmountInBytes(Quantity.parse(text))
          .multiply(factor)
          .setScale(0, RoundingMode.UP)
          .longValueExact();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return null; // what cannot be read is not known
    }
  }
}
