/**
 * What both sides say to each other, as records: each writes itself as JSON and reads itself back,
 * with the names in docs/api.md. Depends on {@code rpc} for JSON alone.
 */
@NullMarked
package dev.localport.api;

import org.jspecify.annotations.NullMarked;
