/**
 * The upstream half of a forward: attempts, the sessions in use, and the pods behind the target.
 * Depends on {@code forward.local}, where sessions are put to use, and on {@code kube}, {@code
 * tunnel}, {@code actor}, {@code time}, {@code api} and {@code config}.
 */
@NullMarked
package dev.localport.daemon.forward.upstream;

import org.jspecify.annotations.NullMarked;
