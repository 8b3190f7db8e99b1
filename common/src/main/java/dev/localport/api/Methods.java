package dev.localport.api;

/**
 * The names of the socket's methods and notifications; docs/api.md describes each.
 *
 * <p>{@link #HELLO}, {@link #STATUS} and {@link #STOP_DAEMON} mean the same in every protocol, for
 * ever: with them any version of the command line can find out what runs, and replace it.
 */
public final class Methods {
  /**
   * The first call of each connection: {@code protocol}; answers {@code protocol}, {@code version},
   * {@code pid}. Never refuses.
   */
  public static final String HELLO = "daemon.hello";

  /** Everything the daemon knows: see {@link StatusReply}. */
  public static final String STATUS = "daemon.status";

  /** Reads every loaded file again: answers {@link ReloadReply}. */
  public static final String RELOAD = "daemon.reload";

  /**
   * Ends the daemon; answers {@code pid}. With {@code replaced: true} another one is about to take
   * over.
   */
  public static final String STOP_DAEMON = "daemon.stop";

  /** Loads a configuration file: {@code file}, {@code kubeconfig}. */
  public static final String LOAD = "config.load";

  /** Starts services, see {@link StartRequest}. */
  public static final String START = "service.start";

  /** Stops services, see {@link Selection}. */
  public static final String STOP = "service.stop";

  /** New sessions, to other pods where there are some, see {@link Selection}. */
  public static final String RESTART = "service.restart";

  /**
   * What was asked of services and waits for their clusters, and what has ended of it: answers
   * {@code operations}, see {@link OperationStatus}.
   */
  public static final String OPERATION_LIST = "operation.list";

  /** Gives up a pending operation: {@code id}. Answers {@code operation}. */
  public static final String OPERATION_CANCEL = "operation.cancel";

  /** The names and states of the services, see {@link Selection}. */
  public static final String LIST = "service.list";

  /**
   * The variables that files have for programs, with the ports of services that listen, see {@link
   * Selection}: answers {@code services}, each with {@code name} and {@code variables}, in pages.
   */
  public static final String VARIABLES = "service.variables";

  /** How many services are up, and how many should be: {@code context}. For shell prompts. */
  public static final String COUNTS = "service.counts";

  /** Tries one service step by step: {@code name}. */
  public static final String TEST = "service.test";

  /** Says why one service is as it is: {@code name}. Answers {@link Explanation}. */
  public static final String EXPLAIN = "service.explain";

  /** How clusters are, see {@link ClusterRequest}. Answers {@code clusters}, in pages. */
  public static final String CLUSTER_STATUS = "cluster.status";

  /** What happened in clusters, see {@link ClusterRequest}. Answers {@code events}, in pages. */
  public static final String CLUSTER_EVENTS = "cluster.events";

  /**
   * The pods behind active services, see {@link ClusterRequest}. Answers {@code pods}, in pages.
   */
  public static final String CLUSTER_PODS = "cluster.pods";

  /** Asks clusters now, see {@link ClusterRequest}. Answers {@code clusters}, in pages. */
  public static final String CLUSTER_REFRESH = "cluster.refresh";

  /**
   * The names that a target may have: {@link TargetPlace}, {@code kind}, {@code prefix}; without a
   * kind those of namespaces. Answers {@code names}.
   */
  public static final String LIST_TARGETS = "target.list";

  /**
   * The ports of a target: {@link TargetPlace}, {@code kind}, {@code name}. Answers {@code ports},
   * see {@link NamedPort}.
   */
  public static final String TARGET_PORTS = "target.ports";

  /**
   * The Services and StatefulSets with a TCP port: {@link TargetPlace}, {@code namespaces}, {@code
   * selector}. Answers {@link FoundTargets}, in pages of {@code targets}.
   */
  public static final String TARGET_SERVICES = "target.services";

  /** Retries now, skipping any backoff, see {@link Selection}. */
  public static final String RECONNECT = "connection.reconnect";

  /**
   * Logs in to a context: {@code context} and what {@link Caller} says. Answers {@code words} and
   * {@code variables}, which the caller runs in its terminal; called again with what that printed
   * as {@code output}, it hands the credentials to the daemon and answers {@code services}, the
   * names of those that connect with them.
   */
  public static final String LOGIN = "credentials.login";

  /**
   * Sends this connection what happens to all services and clusters until it ends: {@link
   * #STATUS_CHANGED}, {@link #HEALTH_UPDATE}, {@link #RECONNECT_ATTEMPT}, and {@link #EVENT} for
   * what {@link EventQuery} asks for. Answers {@code clusters}, how each is now, and {@code
   * sequence}, the number of the newest event.
   */
  public static final String SUBSCRIBE = "event.subscribe";

  /**
   * What the journal holds: see {@link EventQuery}. Answers {@code events}, in pages, and {@code
   * sequence}, the number of the newest.
   */
  public static final String EVENT_QUERY = "event.query";

  /**
   * The outages of services and their availability day by day: see {@link HistoryQuery}. Answers
   * {@code services}, see {@link ServiceHistory}, in pages.
   */
  public static final String HISTORY_QUERY = "history.query";

  /** Something happened: {@link JournalEntry}, to subscribers. */
  public static final String EVENT = "event";

  /** A subscriber was too slow, or what it asks for is not kept: {@code from}, {@code to}. */
  public static final String EVENT_MISSED = "event.missed";

  /** A cluster was asked how it is, or its state has changed: {@link HealthUpdate}. */
  public static final String HEALTH_UPDATE = "connection.health_update";

  /** A service is not connected and will be tried again: {@link ReconnectAttempt}. */
  public static final String RECONNECT_ATTEMPT = "connection.reconnect_attempt";

  /**
   * A service's state has changed, to the connections it is bound to and those that have
   * subscribed: {@link StatusChange}. A cluster's, to those that have subscribed: {@link
   * ClusterChange}.
   */
  public static final String STATUS_CHANGED = "connection.status_changed";

  /**
   * A service's clients do not get what they came for, or do again, to the connections that it is
   * bound to and those that have subscribed: {@link ServiceTrouble}.
   */
  public static final String TROUBLE = "connection.trouble";

  /**
   * How far a call that acts on services is, to a caller that asked for it with {@code progress}:
   * {@code names} of all services that it means in the first one, {@code service} in the others,
   * one that has settled, see {@link ServiceStatus}.
   */
  public static final String PROGRESS = "service.progress";

  /** The last lines of a log: {@code service}, {@code lines}. */
  public static final String LOG_QUERY = "log.query";

  /** Lines of a log as they are written, as notifications {@link #LOG_LINE}. */
  public static final String LOG_FOLLOW = "log.follow";

  /** One line of a followed log: {@code text}. */
  public static final String LOG_LINE = "log.line";

  /**
   * The log of a service's pod, see {@link PodLogRequest}, as notifications {@link #POD_POSITION},
   * {@link #POD_LINES}, {@link #POD_SEAM} and {@link #POD_WAITING}; the last one is {@link
   * #POD_END}. Answers {@code service}.
   */
  public static final String LOG_POD = "log.pod";

  /**
   * Where the log of a source begins, before its first line: a {@link PodLogPosition}. With the
   * lines that follow it, it is where another daemon continues.
   */
  public static final String POD_POSITION = "log.pod_position";

  /** Lines of a pod's log: {@code source}, {@code lines}, see {@link PodLogLine}. */
  public static final String POD_LINES = "log.pod_lines";

  /** A place where one reading of a pod's log ends and the next begins: {@link PodLogSeam}. */
  public static final String POD_SEAM = "log.pod_seam";

  /** Why a pod's log does not continue for now: {@code message}. */
  public static final String POD_WAITING = "log.pod_waiting";

  /**
   * A pod's log does not continue: {@code error} with {@code message} and {@code exit_code}, or
   * null.
   */
  public static final String POD_END = "log.pod_end";

  /**
   * Checks clusters and local ports, see {@link DoctorRequest}. Answers {@code checks}, see {@link
   * DoctorCheck}, in pages; each of them comes before as a {@link #DOCTOR_FOUND}.
   */
  public static final String DOCTOR = "doctor.check";

  /** One finding of {@link #DOCTOR}, as soon as it is there: {@link DoctorCheck}. */
  public static final String DOCTOR_FOUND = "doctor.found";

  /** There are no more findings of a {@code group}: it is checked. */
  public static final String DOCTOR_DONE = "doctor.done";

  /** What there is to measure, in Prometheus' text format: answers {@code text}. */
  public static final String METRICS_READ = "metrics.read";

  /**
   * The values that can be set, and where each comes from: {@code key}, {@code context}, {@code
   * service}, all optional. Answers {@code settings}, see {@link SettingValue}, and {@code notes}.
   */
  public static final String SETTINGS_GET = "settings.get";

  /**
   * Sets one value until it is reset: {@code key}, {@code value}, and optionally {@code context} or
   * {@code service}. Answers {@link SettingsReply}.
   */
  public static final String SETTINGS_SET = "settings.set";

  /**
   * Resets settings, so that the file's values hold again: {@code key}, {@code context}, {@code
   * service}, all optional. Answers {@link SettingsReply}.
   */
  public static final String SETTINGS_RESET = "settings.reset";

  /**
   * How connections are kept, see {@link ConnectionSettings}: {@code cluster}, {@code service},
   * both optional. Answers {@code settings}.
   */
  public static final String GET_SETTINGS = "connection.get_settings";

  /**
   * Sets some or all of {@link ConnectionSettings}: {@code settings}, {@code cluster}, {@code
   * service}. Answers {@link SettingsReply}.
   */
  public static final String SET_SETTINGS = "connection.set_settings";

  /**
   * Sets whether lost forwards reconnect by themselves: {@code enabled}; as {@link #SET_SETTINGS}.
   */
  public static final String SET_AUTO_RECONNECT = "connection.set_auto_reconnect";

  /**
   * How clusters are, in short: {@code cluster}, optional. Answers {@code clusters}, each with
   * {@code cluster} and {@code health}, see {@link ClusterHealth}.
   */
  public static final String GET_HEALTH = "connection.get_health";

  private Methods() {}
}
