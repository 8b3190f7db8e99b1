package dev.localport.daemon.net;

import java.security.Security;

/** The addresses that the Java runtime keeps of names. */
public final class NameCache {
  private NameCache() {}

  /**
   * Has this process keep no addresses: a VPN that comes up changes what a name means, and the next
   * attempt has to see it. The system's resolver has a cache of its own, where one is wanted. To be
   * called before the first lookup; loads no other class, since there is no log yet.
   */
  public static void turnOff() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }
}
