package dev.localport.daemon.cluster;

/**
 * What makes a cluster another one: two kubeconfig files may give one name to different servers.
 *
 * @param server the URL of its API server
 * @param insecure whether the certificate of its API server is not verified: an answer of before
 *     says nothing of a server that is verified now
 */
record ClusterKey(String context, String server, boolean insecure) {}
