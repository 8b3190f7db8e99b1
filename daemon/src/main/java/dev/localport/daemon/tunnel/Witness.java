package dev.localport.daemon.tunnel;

import java.time.Duration;

/**
 * Another session of the same route that answers each ping at once. Times are monotonic. Immutable.
 *
 * @param first when the first of these answers came
 * @param last when the newest of them came
 */
record Witness(Duration first, Duration last) {}
