package dev.localport.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The variables of a shell that may be on disk: PATH, and what credential plug-ins and the network
 * need. Only names on this list, none of which is meant for a secret; a value that looks like one
 * all the same is left out. {@code docs/service.md} has the list.
 */
public final class PlainVariables {
  /** The names, as the documentation lists them. */
  public static final List<String> NAMES =
      List.of(
          "PATH",
          "LANG",
          "LC_CTYPE",
          "LC_MESSAGES",
          "TZ",
          "XDG_CONFIG_HOME",
          "XDG_CACHE_HOME",
          "XDG_DATA_HOME",
          "LOCALPORT_LOG_LEVEL",
          "KUBECONFIG",
          "KUBECACHEDIR",
          "BROWSER",
          "GNUPGHOME",
          "PASSWORD_STORE_DIR",
          "AWS_PROFILE",
          "AWS_DEFAULT_PROFILE",
          "AWS_REGION",
          "AWS_DEFAULT_REGION",
          "AWS_CONFIG_FILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_CA_BUNDLE",
          "AWS_ROLE_ARN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_STS_REGIONAL_ENDPOINTS",
          "AWS_SDK_LOAD_CONFIG",
          "CLOUDSDK_CONFIG",
          "CLOUDSDK_ACTIVE_CONFIG_NAME",
          "CLOUDSDK_CORE_ACCOUNT",
          "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
          "CLOUDSDK_CORE_PROJECT",
          "CLOUDSDK_PYTHON",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "USE_GKE_GCLOUD_AUTH_PLUGIN",
          "AZURE_CONFIG_DIR",
          "AZURE_TENANT_ID",
          "AZURE_CLIENT_ID",
          "AZURE_AUTHORITY_HOST",
          "AZURE_FEDERATED_TOKEN_FILE",
          "AAD_LOGIN_METHOD",
          "OCI_CLI_CONFIG_FILE",
          "OCI_CLI_PROFILE",
          "DIGITALOCEAN_CONTEXT",
          "TELEPORT_HOME",
          "TELEPORT_PROXY",
          "VAULT_ADDR",
          "VAULT_CACERT",
          "VAULT_NAMESPACE",
          "KRB5CCNAME",
          "KRB5_CONFIG",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "all_proxy",
          "no_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS");

  private static final Pattern URL_USER = Pattern.compile("://[^/\\s]*@");
  private static final Pattern TOKEN =
      Pattern.compile("-----BEGIN|\\beyJ[A-Za-z0-9_-]{10,}\\.|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b");

  private PlainVariables() {}

  /** Returns those variables of an environment that may be on disk. */
  public static SortedMap<String, String> of(Map<String, String> environment) {
    SortedMap<String, String> plain = new TreeMap<>();
    for (String name : NAMES) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty() && reasonAgainst(name, value).isEmpty()) {
        plain.put(name, value);
      }
    }
    return plain;
  }

  /** Says why the value of a variable on the list may not be on disk; empty: it may. */
  public static String reasonAgainst(String name, String value) {
    if (value.chars().anyMatch(Steering::is)) {
      return "contains a control character";
    } else if (TOKEN.matcher(value).find()) {
      return "looks like a secret";
    }
    return URL_USER.matcher(value).find() || (isProxy(name) && value.contains("@"))
        ? "contains a user or password"
        : "";
  }

  /* A proxy may be without its scheme: user:password@proxy:3128. */
  private static boolean isProxy(String name) {
    return name.toUpperCase(Locale.ROOT).endsWith("_PROXY");
  }
}
