/**
 * The user's file as text that is written: added to, exported, brought up to date.
 *
 * <p>May depend on the configuration and on how its values are written. Writes no file itself.
 */
@NullMarked
package dev.localport.config.edit;

import org.jspecify.annotations.NullMarked;
