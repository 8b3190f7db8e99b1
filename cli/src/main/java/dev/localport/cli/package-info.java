/**
 * Main and the command tree. May depend on everything of the client and of {@code common}; nothing
 * depends on it.
 */
@NullMarked
package dev.localport.cli;

import org.jspecify.annotations.NullMarked;
