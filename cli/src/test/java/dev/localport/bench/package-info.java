/**
 * Measurements of the packaged program beside kubectl and fabric8's own port forward, on a real
 * cluster, in one run: {@code ./mvnw verify -Pbench}. Nothing here asserts on time. May use what
 * {@code dev.localport.e2e} may, and its programs, clusters and faults.
 */
@NullMarked
package dev.localport.bench;

import org.jspecify.annotations.NullMarked;
