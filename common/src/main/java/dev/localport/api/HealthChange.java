package dev.localport.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The health check of a service has another result than before.
 *
 * @param cluster its kube context, or null where it has none yet
 * @param previous the word before, such as {@code unknown}
 * @param current the word now, such as {@code healthy}
 * @param cause why it is not healthy, in words for people; null where it is
 * @param at when
 */
public record HealthChange(
    String service,
    @Nullable String cluster,
    String previous,
    String current,
    @Nullable String cause,
    Instant at) {}
