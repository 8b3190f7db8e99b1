/**
 * End-to-end tests of the packaged program against a real cluster, and what they lean on. May use
 * the JDK, JUnit, AssertJ, Testcontainers and {@code dev.localport.rpc} to read JSON: never the
 * program's own classes otherwise, so that a test sees what a user sees.
 */
@NullMarked
package dev.localport.e2e;

import org.jspecify.annotations.NullMarked;
