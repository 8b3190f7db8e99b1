/**
 * Questions that are answered by keys, on the terminal library. Loaded by {@code init} alone, where
 * a user sits before a terminal.
 */
@NullMarked
package dev.localport.cli.prompt;

import org.jspecify.annotations.NullMarked;
