package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck;

/** Hears what a {@link Doctor} finds, as it finds it; called by one thread at a time. */
public interface Hearer {
  /** Takes a finding. */
  void found(DoctorCheck check);

  /** Hears that there are no more findings of a group. */
  void done(String group);
}
