package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A certificate authority that lives as long as the process. It writes its certificates itself (RFC
 * 5280): the JDK has no public API for it, and keytool takes seconds where this takes none.
 */
public final class Authority {
  private static final Duration VALID = Duration.ofDays(7);
  private static final Duration SLACK = Duration.ofHours(1);
  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String ALTERNATIVE_NAME = "2.5.29.17";
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

  /** A key and its certificate. */
  public record Identity(PrivateKey key, X509Certificate certificate) {
    /** Returns the key as a PEM file has it. */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    /** Returns the certificate as a PEM file has it. */
    public String certificatePem() {
      try {
        return pem("CERTIFICATE", certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("our own certificate cannot be written", e);
      }
    }

    private static String pem(String what, byte[] content) {
      String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
      return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
    }
  }

  private final Instant now;
  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys;
  private final Identity own;

  /** Creates one with a new key. */
  public Authority(Instant now) {
    this.now = now;
    this.keys = keyPair();
    byte[] mayIssue = extension(BASIC_CONSTRAINTS, Der.sequence(Der.yes()));
    byte[] signs = extension(KEY_USAGE, Der.bits(1, (byte) 0x06)); // certificates and lists
    this.own = sign("localport simulated CA", keys, mayIssue, signs);
  }

  /** Returns its own certificate, which users trust, and the key that signs. */
  public Identity own() {
    return own;
  }

  /** Returns an identity for a server at localhost. */
  public Identity server() {
    byte[] names =
        Der.sequence(
            Der.tagged(0x82, "localhost".getBytes(US_ASCII)),
            Der.tagged(0x87, new byte[] {127, 0, 0, 1}));
    return sign("localhost", keyPair(), usage(SERVER), extension(ALTERNATIVE_NAME, names));
  }

  /** Returns an identity for a server that has this name in DNS, and no other. */
  public Identity server(String name) {
    byte[] names = Der.sequence(Der.tagged(0x82, name.getBytes(US_ASCII)));
    return sign(name, keyPair(), usage(SERVER), extension(ALTERNATIVE_NAME, names));
  }

  /** Returns an identity for a user. */
  public Identity client(String name) {
    return sign(name, keyPair(), usage(CLIENT));
  }

  private static byte[] usage(String purpose) {
    return extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(purpose)));
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(commonName))));
  }

  private KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no secp256r1", e);
    }
  }

  private Identity sign(String subject, KeyPair of, byte[]... extensions) {
    byte[] content =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(new BigInteger(63, random).add(BigInteger.ONE)),
            ECDSA_SHA256,
            name("localport simulated CA"),
            Der.sequence(Der.time(now.minus(SLACK)), Der.time(now.plus(VALID))),
            name(subject),
            of.getPublic().getEncoded(),
            Der.tagged(0xa3, Der.sequence(extensions)));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate(), random);
      signature.update(content);
      byte[] whole = Der.sequence(content, ECDSA_SHA256, Der.bits(0, signature.sign()));
      return new Identity(
          of.getPrivate(),
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be signed", e);
    }
  }
}
