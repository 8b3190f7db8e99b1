package dev.localport.daemon.net;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers by which a user acts as another one, and what happens to them in between. */
public final class ActsAs {
  /** The header with the name of the user that the kubeconfig acts as. */
  public static final String USER = "Impersonate-User";

  /* User "eve" cannot list resource "pods" …; a user that may not impersonate is named correctly */
  private static final Pattern REFUSED =
      Pattern.compile("User \"([^\"]+)\" cannot (?!impersonate)");

  private ActsAs() {}

  /**
   * Says that a server refused another user than the one that the request was to act as: then
   * something in between has dropped the headers. Empty where there is nothing to say.
   *
   * @param headers of the request
   * @param refusal the server's words
   */
  public static String remark(Map<String, List<String>> headers, String refusal) {
    List<String> asked = headers.getOrDefault(USER, List.of());
    Matcher seen = REFUSED.matcher(refusal);
    if (asked.isEmpty() || !seen.find() || asked.contains(seen.group(1))) {
      return "";
    }
    return ("; the kubeconfig acts as %s, but the API server saw %s: a proxy or gateway on the path"
            + " drops the impersonation headers")
        .formatted(asked.getFirst(), seen.group(1));
  }
}
