/**
 * One JSON-RPC 2.0 object a line over a Unix domain socket: the codec and both ends. Does not
 * depend on forwards; depends on nothing of ours.
 */
@NullMarked
package dev.localport.rpc;

import org.jspecify.annotations.NullMarked;
