package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.util.List;

/** One question about this machine. Changes nothing; takes well under a second, as a rule. */
@FunctionalInterface
public interface Check {
  /** Returns what it found. */
  List<DoctorCheck> run();
}
