/** Tests of the scripts at the project's root, run by the machine's own shell. */
@NullMarked
package dev.localport.scripts;

import org.jspecify.annotations.NullMarked;
