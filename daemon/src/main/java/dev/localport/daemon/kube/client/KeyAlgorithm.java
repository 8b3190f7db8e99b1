package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.Config;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Says what kind a kubeconfig's private key is, which the Kubernetes client needs to know. Its own
 * guess takes every PKCS#8 key for RSA.
 */
final class KeyAlgorithm {
  private static final String SEC1 = "BEGIN EC PRIVATE KEY";
  private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";
  private static final String EC_PUBLIC_KEY = "06072a8648ce3d0201"; // RFC 5480, 2.1.1, as DER

  private KeyAlgorithm() {}

  /**
   * Returns EC or RSA; a key that cannot be read counts as RSA, and is reported where it is used.
   */
  static String of(Config config) {
    try {
      return isEc(text(config)) ? "EC" : "RSA";
    } catch (IllegalArgumentException e) {
      return "RSA";
    }
  }

  private static String text(Config config) {
    return new String(
        Base64.getDecoder().decode(config.getClientKeyData()), StandardCharsets.UTF_8);
  }

  private static boolean isEc(String pem) {
    int begin = pem.indexOf(PKCS8);
    if (begin < 0) {
      return pem.contains(SEC1);
    }
    String body = pem.substring(begin + PKCS8.length()).split("-", 2)[0];
    return HexFormat.of().formatHex(Base64.getMimeDecoder().decode(body)).contains(EC_PUBLIC_KEY);
  }
}
