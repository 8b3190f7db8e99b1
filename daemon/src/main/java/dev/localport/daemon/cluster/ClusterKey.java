package dev.localport.daemon.cluster;

/**
 * What makes a cluster another one: two kubeconfig files may give one name to different servers.
 *
 * @param server the URL of its API server
 */
record ClusterKey(String context, String server) {}
