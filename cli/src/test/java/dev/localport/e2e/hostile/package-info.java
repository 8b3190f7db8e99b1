/** API servers that misbehave, for end-to-end tests: plain sockets, and nothing of the product. */
@NullMarked
package dev.localport.e2e.hostile;

import org.jspecify.annotations.NullMarked;
