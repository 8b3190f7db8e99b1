/**
 * {@code config import}: what was used before, read and written as a configuration of LocalPort.
 * One class for each format decides whether a file is its own and reads it; one writer writes.
 *
 * <p>May depend on the configuration and its editing, and on the packages below it.
 */
@NullMarked
package dev.localport.cli.imports;

import org.jspecify.annotations.NullMarked;
