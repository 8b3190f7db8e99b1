package dev.localport.daemon.kube;

import java.util.HashMap;
import java.util.Map;

/**
 * The {@link PodFeed}s of one context: each begins with its first reader and ends with its last.
 * Thread-safe.
 */
final class PodFeeds {
  private final ApiClient api;
  private final Map<PodFeed.Scope, PodFeed> feeds = new HashMap<>();

  PodFeeds(ApiClient api) {
    this.api = api;
  }

  synchronized void add(PodFeed.Scope scope, PodReader reader) {
    PodFeed feed = feeds.get(scope);
    if (feed != null) {
      feed.add(reader);
      return;
    }
    PodFeed begun = new PodFeed(api, scope);
    begun.add(reader);
    feeds.put(scope, begun);
    begun.start();
  }

  synchronized void remove(PodFeed.Scope scope, PodReader reader) {
    PodFeed feed = feeds.get(scope);
    if (feed != null && !feed.remove(reader)) {
      feeds.remove(scope);
      feed.close();
    }
  }

  synchronized void refresh(PodFeed.Scope scope) {
    PodFeed feed = feeds.get(scope);
    if (feed != null) {
      feed.refresh();
    }
  }
}
