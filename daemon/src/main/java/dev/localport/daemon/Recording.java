package dev.localport.daemon;

import dev.localport.api.HealthChange;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.StatusChange;
import dev.localport.daemon.journal.Recorder;
import dev.localport.daemon.services.ServiceWatcher;
import org.jspecify.annotations.Nullable;

/** Has what becomes of services recorded in the journal. */
record Recording(Recorder recorder) implements ServiceWatcher {
  @Override
  public void onChange(StatusChange change) {
    recorder.changed(change);
  }

  @Override
  public void onRetry(ReconnectAttempt attempt) {
    recorder.retry(attempt);
  }

  @Override
  public void onHealth(HealthChange change) {
    recorder.health(change);
  }

  @Override
  public void onAsked(String service, @Nullable String context, String what) {
    recorder.asked(service, context, what);
  }

  @Override
  public void onConfiguration(String file, @Nullable String why) {
    recorder.configuration(file, why);
  }
}
