/**
 * Makes the packaged program start fast. Run by the build alone, after the jars are made, and not
 * in any of them; may depend on {@code cli.client} and {@code cli.render}, and nothing depends on
 * it.
 */
@NullMarked
package dev.localport.cli.packaging;

import org.jspecify.annotations.NullMarked;
