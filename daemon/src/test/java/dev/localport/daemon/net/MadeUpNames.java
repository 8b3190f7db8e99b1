package dev.localport.daemon.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Host names that tests make up. The JDK finds this class by its service file, and asks it for all
 * names; those of others go to the system's resolver.
 */
public final class MadeUpNames extends InetAddressResolverProvider {
  private static final Map<String, List<InetAddress>> NAMES = new ConcurrentHashMap<>();

  /** Has a name mean these addresses from now on. The JDK may keep what it meant before. */
  static void set(String name, String... addresses) {
    NAMES.put(name, Stream.of(addresses).map(InetAddress::ofLiteral).toList());
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver system = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        List<InetAddress> madeUp = NAMES.get(host);
        return madeUp == null ? system.lookupByName(host, policy) : madeUp.stream();
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return system.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "names that tests make up";
  }
}
