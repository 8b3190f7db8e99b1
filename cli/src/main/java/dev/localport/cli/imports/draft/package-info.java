/**
 * What {@code config import} makes of other tools' files: services that may lack something, and
 * notes with their places.
 *
 * <p>May depend on the configuration's rules for names, so that whatever leaves this package can be
 * written to a file.
 */
@NullMarked
package dev.localport.cli.imports.draft;

import org.jspecify.annotations.NullMarked;
