package dev.localport.config;

import org.jspecify.annotations.Nullable;

/**
 * One local port and where it leads.
 *
 * @param name what the user calls it, unique in its service
 * @param local 1 to 65535; 0: any free one
 * @param remote a number from 1 to 65535 as text, or the name of a port of the target
 */
public record PortMapping(@Nullable String name, int local, String remote) {}
