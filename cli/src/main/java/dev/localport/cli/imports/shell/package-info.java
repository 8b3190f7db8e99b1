/**
 * Shell text as it is written in scripts, task files and histories: what its commands would
 * forward. Nothing is run. What only a run could tell stays unknown, with its reason.
 *
 * <p>May depend on the drafts.
 */
@NullMarked
package dev.localport.cli.imports.shell;

import org.jspecify.annotations.NullMarked;
