/**
 * The simulated cluster: an API server of our own that kubectl takes for a real one, in its own
 * process for {@code localport demo}, and in the process of a test. What is here puts the parts
 * together: its authority, its folder, its objects, start and end.
 *
 * <p>It uses no other module of LocalPort, and no program of LocalPort uses it but through its
 * process. See docs/architecture.md.
 */
@NullMarked
package dev.localport.simulator;

import org.jspecify.annotations.NullMarked;
