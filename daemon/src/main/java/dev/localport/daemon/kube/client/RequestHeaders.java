package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user's entry in a kubeconfig puts into the head of every request. */
final class RequestHeaders {
  private RequestHeaders() {}

  /**
   * Returns the headers of a request to a context's API server, with a token if there is one.
   *
   * @throws KubeException if one of them cannot be sent; the message names it and not its value
   */
  static Map<String, List<String>> of(Kubeconfig.Entry entry, @Nullable String token)
      throws KubeException {
    AuthInfo user = entry.user().entry();
    Map<String, List<String>> headers = of(user, token);
    ServerUrl server = ServerUrl.of(entry);
    if (server.user() != null && server.password() != null) { // as Go: where there is nothing else
      headers.putIfAbsent(
          "Authorization",
          List.of(HttpClientUtils.basicCredentials(server.user(), server.password())));
    }
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (header.getValue().stream().anyMatch(HeaderValue::isBroken)) {
        throw new KubeException(
            FailureKind.CREDENTIALS,
            "the header %s for context %s has %s; correct it in the kubeconfig"
                .formatted(header.getKey(), entry.name(), HeaderValue.BROKEN));
      }
    }
    return headers;
  }

  /** Returns the headers of a request by {@code user}, whose token is {@code token}, if any. */
  static Map<String, List<String>> of(AuthInfo user, @Nullable String token) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("User-Agent", List.of("localport"));
    if (token != null) {
      headers.put("Authorization", List.of("Bearer " + token));
    } else if (user.getUsername() != null && user.getPassword() != null) {
      headers.put(
          "Authorization",
          List.of(HttpClientUtils.basicCredentials(user.getUsername(), user.getPassword())));
    }
    if (user.getAs() != null && !user.getAs().isEmpty()) {
      impersonate(user, user.getAs(), headers);
    }
    return headers;
  }

  /** The names are those of k8s.io/api/authentication/v1: ImpersonateUserHeader and the rest. */
  private static void impersonate(AuthInfo user, String name, Map<String, List<String>> headers) {
    headers.put("Impersonate-User", List.of(name));
    if (user.getAsGroups() != null && !user.getAsGroups().isEmpty()) {
      headers.put("Impersonate-Group", List.copyOf(user.getAsGroups()));
    }
    if (user.getAsUserExtra() != null) {
      user.getAsUserExtra().forEach((key, values) -> headers.put(extra(key), List.copyOf(values)));
    }
  }

  /** Keys are lower case and percent-encoded, as client-go's headerKeyEscape does it. */
  private static String extra(String key) {
    String escaped =
        URLEncoder.encode(key.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8).replace("+", "%20");
    return "Impersonate-Extra-" + escaped;
  }
}
