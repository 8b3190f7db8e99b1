/** The pages as a reader meets them: their commands run, and a terminal session is drawn. */
@NullMarked
package dev.localport.e2e.pages;

import org.jspecify.annotations.NullMarked;
