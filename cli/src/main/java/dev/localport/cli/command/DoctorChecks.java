package dev.localport.cli.command;

import dev.localport.api.Version;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.DaemonProgram;
import dev.localport.cli.doctor.CacheCheck;
import dev.localport.cli.doctor.Check;
import dev.localport.cli.doctor.ConfigAccessCheck;
import dev.localport.cli.doctor.ConfigCheck;
import dev.localport.cli.doctor.DaemonCheck;
import dev.localport.cli.doctor.FolderCheck;
import dev.localport.cli.doctor.FolderFacts;
import dev.localport.cli.doctor.LimitsCheck;
import dev.localport.cli.doctor.LockCheck;
import dev.localport.cli.doctor.LoginServiceCheck;
import dev.localport.cli.doctor.ProgramCheck;
import dev.localport.cli.doctor.ResourcesCheck;
import dev.localport.cli.doctor.SocketCheck;
import dev.localport.cli.doctor.SocketFacts;
import dev.localport.paths.DaemonLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checks of this machine, in the order in which they are made. */
record DoctorChecks(CommandContext context, DoctorFile file, DoctorDaemon daemon) {
  private static final Path PROC = Path.of("/proc");

  List<Check> all() {
    CliEnvironment here = context.surroundings();
    List<Check> checks = new ArrayList<>();
    checks.add(ProgramCheck.ofProcess(Version.current(), here.programs().daemonClassPath()));
    checks.add(
        new CacheCheck(
            here.programs().daemonCache(), cache -> DaemonProgram.takesCache(here, cache)));
    checks.addAll(ofDaemon(here));
    checks.addAll(ofFolders(here));
    checks.add(new LimitsCheck(PROC));
    checks.add(new ConfigCheck(file.facts()));
    Path path = file.path();
    if (path != null && !PipedFile.is(path)) {
      checks.add(ConfigAccessCheck.of(path, here.label(path)));
    }
    return checks;
  }

  private List<Check> ofDaemon(CliEnvironment here) {
    Path socket = here.places().socket();
    ServiceState service = ServiceState.of(here);
    return List.of(
        new DaemonCheck(daemon.facts()),
        new ResourcesCheck(PROC, daemon.facts().pid()),
        new LockCheck(() -> DaemonLock.ask(here.places().lockFile())),
        new SocketCheck(
            daemon.facts(),
            SocketFacts.of(
                socket, here.places().wantedSocket(), System.getProperty("user.name", "")),
            here.label(socket)),
        new LoginServiceCheck(service.lines(), service.json().flag("installed", false)));
  }

  /* Where the state folder cannot be used, those in it would say the same. */
  private List<Check> ofFolders(CliEnvironment here) {
    Check state = folder("state", here.places().stateFolder());
    return FolderFacts.of(here.places().stateFolder()).problem().isEmpty()
        ? List.of(
            state,
            folder("logs", here.places().logsFolder()),
            folder("journal", here.places().journalFolder()))
        : List.of(state);
  }

  private Check folder(String name, Path folder) {
    return new FolderCheck(name, folder, context.surroundings().label(folder), FolderFacts::of);
  }
}
