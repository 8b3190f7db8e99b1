package dev.localport.daemon.tunnel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open streams of a session, and those whose readers stall. Confined to the event loop. */
final class Streams {
  private final Map<Integer, SpdyStream> byId = new HashMap<>(); // by both ids of a pair
  private final Set<SpdyStream> stalled = new HashSet<>();

  void add(SpdyStream stream) {
    byId.put(stream.errorId(), stream);
    byId.put(stream.dataId(), stream);
  }

  @Nullable SpdyStream find(int id) {
    return byId.get(id);
  }

  void remove(SpdyStream stream) {
    byId.remove(stream.dataId());
    byId.remove(stream.errorId());
  }

  /** Returns those that are open; what becomes of one of them does not change the list. */
  List<SpdyStream> all() {
    return new ArrayList<>(new HashSet<>(byId.values()));
  }

  int count() {
    return byId.size() / 2;
  }

  void stall(SpdyStream stream, boolean isStalled) {
    if (isStalled) {
      stalled.add(stream);
    } else {
      stalled.remove(stream);
    }
  }

  boolean isStalled() {
    return !stalled.isEmpty();
  }

  /** Returns whether one of them has sent bytes, which its reader may not take. */
  boolean haveSent() {
    return byId.values().stream().anyMatch(SpdyStream::hasSent);
  }

  /** Returns whether the server has replied to one of them. */
  boolean haveReplies() {
    return byId.values().stream().anyMatch(SpdyStream::hasReply);
  }

  void clear() {
    byId.clear();
    stalled.clear();
  }
}
