package dev.localport.daemon.tunnel;

import java.time.Duration;

/**
 * How long a session may be silent. Immutable.
 *
 * @param interval silence after which the session is pinged
 * @param timeout how long the answer may take
 * @param quiet silence of all sessions of a route after which one of them is pinged
 * @param proof how long the answer may take after that, after a wake, or after another session got
 *     none
 * @param giveUp how long a session may be late before it ends without a proof
 */
public record Patience(
    Duration interval, Duration timeout, Duration quiet, Duration proof, Duration giveUp) {}
