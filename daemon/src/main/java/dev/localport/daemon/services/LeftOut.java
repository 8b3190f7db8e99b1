package dev.localport.daemon.services;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.config.UnsetService;
import dev.localport.config.form.Problem;
import dev.localport.daemon.forward.StatusOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that cannot run, since variables of it are not set.
 *
 * @param file where it is written, or null for a command line
 */
record LeftOut(UnsetService service, @Nullable String file) {
  /** Returns it as users see it: stopped, with the reason. */
  ServiceStatus status() {
    return StatusOf.unset(service, new Failure(FailureKind.CONFIGURATION, why()), file);
  }

  /** Returns the variable and where it is used. */
  String why() {
    List<Problem> problems = service.problems();
    String more = problems.size() == 1 ? "" : "; %d more like this".formatted(problems.size() - 1);
    return problems.getFirst() + more;
  }
}
