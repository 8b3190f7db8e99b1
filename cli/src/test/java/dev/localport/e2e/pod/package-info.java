/** What runs in the pods of the end-to-end tests under K3s. Leans on the JDK alone. */
@NullMarked
package dev.localport.e2e.pod;

import org.jspecify.annotations.NullMarked;
