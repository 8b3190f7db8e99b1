package dev.localport.daemon.cluster;

import java.util.List;

/**
 * What follows an event: the next state, and what to do in this order.
 *
 * @param effects empty where nothing has to be done
 */
record MonitorStep(MonitorState state, List<MonitorEffect> effects) {
  MonitorStep {
    effects = List.copyOf(effects);
  }
}
