/**
 * The services of all loaded files and of command lines, and their forwards: which are wanted, what
 * is kept on disk, and what a reload changes. Depends on {@code forward} and what that depends on,
 * and on {@code state}.
 */
@NullMarked
package dev.localport.daemon.services;

import org.jspecify.annotations.NullMarked;
