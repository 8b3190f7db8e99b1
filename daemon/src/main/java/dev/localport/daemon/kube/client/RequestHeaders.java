package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ActsAs;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
    requireWhomToActAs(entry);
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
    headers.putAll(impersonation(user));
    return headers;
  }

  /* As client-go. A user that asks for the groups alone wants fewer permissions, and would get all of their own. */
  private static void requireWhomToActAs(Kubeconfig.Entry entry) throws KubeException {
    AuthInfo user = entry.user().entry();
    boolean more =
        isGiven(user.getAsUid())
            || !Objects.requireNonNullElse(user.getAsGroups(), List.of()).isEmpty()
            || !Objects.requireNonNullElse(user.getAsUserExtra(), Map.of()).isEmpty();
    if (more && !isGiven(user.getAs())) {
      throw new KubeException(
          FailureKind.KUBECONFIG,
          "the user of context %s has as-uid, as-groups or as-user-extra, but not as; add as to the kubeconfig, or remove them"
              .formatted(entry.name()));
    }
  }

  private static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  /**
   * Returns the headers by which {@code user} acts as another one; none where it is itself. The
   * names are those of k8s.io/api/authentication/v1: ImpersonateUserHeader and the rest.
   */
  static Map<String, List<String>> impersonation(AuthInfo user) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    if (!isGiven(user.getAs())) {
      return headers;
    }
    headers.put(ActsAs.USER, List.of(user.getAs()));
    if (isGiven(user.getAsUid())) {
      headers.put("Impersonate-Uid", List.of(user.getAsUid()));
    }
    if (user.getAsGroups() != null && !user.getAsGroups().isEmpty()) {
      headers.put("Impersonate-Group", List.copyOf(user.getAsGroups()));
    }
    if (user.getAsUserExtra() != null) {
      user.getAsUserExtra().forEach((key, values) -> headers.put(extra(key), List.copyOf(values)));
    }
    return headers;
  }

  /** Keys are lower case and percent-encoded, as client-go's headerKeyEscape does it. */
  private static String extra(String key) {
    String escaped =
        URLEncoder.encode(key.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8).replace("+", "%20");
    return "Impersonate-Extra-" + escaped;
  }
}
