package dev.localport.api;

import dev.localport.rpc.JsonObject;

/**
 * A configuration whose services exist only for the command that brings it.
 *
 * @param text the configuration
 * @param before what its services settled on in an earlier life
 */
public record AdHoc(String text, Settled before) {
  /** Returns it as it travels. */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("ad_hoc", text);
    if (!before.equals(Settled.NOTHING)) {
      json.put("before", before.toJson());
    }
    return json.build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static AdHoc from(JsonObject json) {
    JsonObject before = json.findObject("before");
    return new AdHoc(json.text("ad_hoc"), before == null ? Settled.NOTHING : Settled.from(before));
  }
}
