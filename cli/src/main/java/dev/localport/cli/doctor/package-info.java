/**
 * What {@code localport doctor} looks at on this machine, one class a check, and the support
 * archive. Depends on {@code cli.client} and the common packages; prints nothing.
 */
@NullMarked
package dev.localport.cli.doctor;

import org.jspecify.annotations.NullMarked;
