/**
 * How values are written in a file: YAML within limits, places, problems, and the forms of values.
 *
 * <p>A {@link dev.localport.config.form.Key} is declared once, with its form, bounds, default and
 * description: the reader checks against it, and the JSON Schema and docs/configuration.md follow
 * it. Has no knowledge of services or clusters. Depends on no other package of ours.
 */
@NullMarked
package dev.localport.config.form;

import org.jspecify.annotations.NullMarked;
