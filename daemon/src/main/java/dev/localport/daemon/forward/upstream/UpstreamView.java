package dev.localport.daemon.forward.upstream;

import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of the upstream half; null is what is not known before the first attempt has got so
 * far.
 *
 * @param pods the pods that sessions in use lead to
 * @param sessions those in use, the oldest first
 * @param heartbeat the pings of all sessions there were
 * @param silence how long none of them has received anything; null: there was none
 * @param insecure whether the certificate of the API server is not verified; false before the first
 *     attempt
 */
public record UpstreamView(
    @Nullable String context,
    @Nullable String namespace,
    List<String> pods,
    List<Session> sessions,
    HeartbeatStats heartbeat,
    @Nullable Duration silence,
    int reconnects,
    boolean insecure) {}
