/**
 * What goes wrong, row by row and at random, and what becomes of connections, states and events:
 * the tables of {@code docs/reliability.md}.
 */
@NullMarked
package dev.localport.e2e.faults;

import org.jspecify.annotations.NullMarked;
