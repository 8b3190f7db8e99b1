package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What trying one service step by step showed.
 *
 * @param name the service
 * @param steps in order; one that failed is not always the last
 */
public record TestReply(String name, List<TestStep> steps) {
  /** Copies the list, so that a reply never changes. */
  public TestReply {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param what local, resolve, session, ping or connect
   * @param millis how long it took; null where there was nothing to time
   * @param detail the result
   * @param failure null if it succeeded
   */
  public record TestStep(
      String what, @Nullable Double millis, String detail, @Nullable Failure failure) {}

  /** Returns the first thing that went wrong, or null. */
  public @Nullable Failure failure() {
    return steps.stream().map(TestStep::failure).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Returns the reply as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name)
        .put(
            "steps",
            steps.stream()
                .map(step ->
                    JsonObject.builder()
                        .put("step", step.what())
                        .put("ms", step.millis())
                        .put("detail", step.detail())
                        .put("error", step.failure() == null ? null : step.failure().toJson())
                        .build())
                .toList())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static TestReply from(JsonObject json) {
    return new TestReply(
        json.text("name"),
        json.objects("steps").stream()
            .map(step ->
                new TestStep(
                    step.text("step"),
                    step.findDecimal("ms"),
                    step.text("detail"),
                    Failure.from(step.findObject("error"))))
            .toList());
  }
}
