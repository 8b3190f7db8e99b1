/** Says why a service is as it is. Pure: facts in, sentences out. Depends on {@code api} alone. */
@NullMarked
package dev.localport.daemon.explain;

import org.jspecify.annotations.NullMarked;
