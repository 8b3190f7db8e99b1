/**
 * {@code localport demo}: a simulated cluster, a daemon and its own folder, which are all removed
 * when it ends, however it ends. Depends on {@code api}, {@code rpc}, {@code paths}, {@code
 * cli.client} and {@code cli.render}.
 */
@NullMarked
package dev.localport.cli.demo;

import org.jspecify.annotations.NullMarked;
