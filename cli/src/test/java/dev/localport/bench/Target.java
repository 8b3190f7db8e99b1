package dev.localport.bench;

/**
 * A service of the test cluster.
 *
 * @param port of the service
 * @param containerPort where it leads to, for those who do not resolve it
 */
record Target(String service, int port, int containerPort) {
  static final String NAMESPACE = "lp-demo";
  static final Target WEB = new Target("web", 8000, 8080);
  static final Target FAULTS = new Target("faults", 80, 8080);
}
