/** What the tests of all modules share; in no program. Uses no other package of ours. */
@NullMarked
package dev.localport.testing;

import org.jspecify.annotations.NullMarked;
