package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a service is as it is, in sentences for people.
 *
 * @param service its name
 * @param headline how it is, in one sentence
 * @param findings what that comes from, the weightiest first
 */
public record Explanation(String service, String headline, List<Finding> findings) {
  /** Copies the list, so that an explanation never changes. */
  public Explanation {
    findings = List.copyOf(findings);
  }

  /**
   * One thing that was found.
   *
   * @param what it is, in one sentence
   * @param evidence what says so, a phrase each
   * @param todo what the user can do; null where there is nothing to do
   */
  public record Finding(String what, List<String> evidence, @Nullable String todo) {
    /** Copies the list, so that a finding never changes. */
    public Finding {
      evidence = List.copyOf(evidence);
    }

    private JsonObject toJson() {
      return JsonObject.builder()
          .put("what", what)
          .put("evidence", evidence)
          .put("todo", todo)
          .build();
    }

    private static Finding from(JsonObject json) {
      return new Finding(json.text("what"), json.texts("evidence"), json.findText("todo"));
    }
  }

  /** Returns the explanation as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("service", service)
        .put("headline", headline)
        .put("findings", findings.stream().map(Finding::toJson).toList())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static Explanation from(JsonObject json) {
    return new Explanation(
        json.text("service"),
        json.text("headline"),
        json.objects("findings").stream().map(Finding::from).toList());
  }
}
