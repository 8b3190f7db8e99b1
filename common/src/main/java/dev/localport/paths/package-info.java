/**
 * Where files live, and their permissions. Depends on {@code rpc} for {@code JsonObject}, and on
 * nothing else of ours.
 */
@NullMarked
package dev.localport.paths;

import org.jspecify.annotations.NullMarked;
