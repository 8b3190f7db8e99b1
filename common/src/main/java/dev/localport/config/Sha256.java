package dev.localport.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that tells texts and names apart. */
final class Sha256 {
  private Sha256() {}

  /** Returns the hash, 32 bytes. */
  static byte[] of(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
