package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one object.
 *
 * @param version the store's version after it
 * @param before null if it was created
 * @param after null if it was deleted
 */
public record Change(
    long version, ObjectId id, @Nullable ObjectNode before, @Nullable ObjectNode after) {}
