/**
 * The interactive screen: a list of services with their clusters, details of one, and keys that act
 * on it. {@link dev.localport.cli.ui.UiModel} decides, {@link dev.localport.cli.ui.UiView} draws,
 * {@link dev.localport.cli.ui.DaemonFeed} talks to the daemon.
 */
@NullMarked
package dev.localport.cli.ui;

import org.jspecify.annotations.NullMarked;
