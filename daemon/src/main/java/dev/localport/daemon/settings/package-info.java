/**
 * What users set while the daemon runs, and what that makes of what their files say: pure. May
 * depend on {@code api} and {@code config}.
 */
@NullMarked
package dev.localport.daemon.settings;

import org.jspecify.annotations.NullMarked;
