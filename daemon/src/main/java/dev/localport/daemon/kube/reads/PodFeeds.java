package dev.localport.daemon.kube.reads;

import dev.localport.daemon.kube.client.ApiClient;
import java.util.HashMap;
import java.util.Map;

/**
 * The {@link PodFeed}s of one context: each begins with its first reader and ends with its last.
 * Thread-safe.
 */
public final class PodFeeds {
  private final ApiClient api;
  private final Map<PodFeed.Scope, PodFeed> feeds = new HashMap<>();

  /** Makes those of one context. */
  public PodFeeds(ApiClient api) {
    this.api = api;
  }

  /** Starts to follow a scope for a reader. */
  public synchronized void add(PodFeed.Scope scope, PodReader reader) {
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

  /** Stops following a scope for a reader. */
  public synchronized void remove(PodFeed.Scope scope, PodReader reader) {
    PodFeed feed = feeds.get(scope);
    if (feed != null && !feed.remove(reader)) {
      feeds.remove(scope);
      feed.close();
    }
  }

  /** Has the list of a scope read again soon, if there is no watch. */
  public synchronized void look(PodFeed.Scope scope) {
    PodFeed feed = feeds.get(scope);
    if (feed != null) {
      feed.look();
    }
  }

  /** Has the list of a scope read again at once. */
  public synchronized void refresh(PodFeed.Scope scope) {
    PodFeed feed = feeds.get(scope);
    if (feed != null) {
      feed.refresh();
    }
  }
}
