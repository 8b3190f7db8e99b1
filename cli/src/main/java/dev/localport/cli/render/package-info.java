/**
 * Tables, colours, durations, watch mode: the only package that prints, and the only one that knows
 * a terminal. Depends on {@code api}, {@code rpc}, and {@code logs} with its levels of {@code
 * config}.
 */
@NullMarked
package dev.localport.cli.render;

import org.jspecify.annotations.NullMarked;
