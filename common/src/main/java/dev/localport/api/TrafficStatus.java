package dev.localport.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What went through a service since the daemon knows it.
 *
 * @param active connections that are open
 * @param held connections that wait for a session
 * @param total connections that were accepted
 * @param failed connections that ended with an error of the server, or waited in vain
 * @param sent bytes to the pod
 * @param received bytes from the pod
 * @param lastActivity when bytes moved last, null if none did
 */
public record TrafficStatus(
    int active,
    int held,
    long total,
    long failed,
    long sent,
    long received,
    @Nullable Instant lastActivity) {}
