/**
 * YAML and JSON of other tools as plain values with their lines, within limits. Nothing in a file
 * makes an object of a class.
 *
 * <p>May depend on nothing of ours; the only package that uses the parsers of Jackson.
 */
@NullMarked
package dev.localport.cli.imports.tree;

import org.jspecify.annotations.NullMarked;
