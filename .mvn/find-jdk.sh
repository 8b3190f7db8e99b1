# Sourced by mvnw and localport: finds a JDK 25 or newer, or has one downloaded.
# Plain POSIX sh, and hardly a process started: localport pays for this on every call.
# Needs root, the project's folder, and program, what messages begin with.

# is_new_jdk HOME: true for a JDK (not a JRE: javac is there) of version 25 or newer.
is_new_jdk() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  jdk_version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r jdk_key jdk_value; do
      [ "$jdk_key" = JAVA_VERSION ] && jdk_version=$jdk_value && break
    done <"$1/release"
  fi
  # A build without a release file has to be asked, which costs a JVM start.
  [ -n "$jdk_version" ] || jdk_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p')
  jdk_version=${jdk_version#\"}
  jdk_version=${jdk_version%%[!0-9]*} # 25.0.1 and 26-ea count; 1.8.0_452 is 1
  [ "${jdk_version:-0}" -ge 25 ]
}

# follow_links FILE: sets link_target to the file behind FILE (macOS had no readlink -f for long).
follow_links() {
  link_target=$1
  while [ -L "$link_target" ]; do
    link_next=$(readlink "$link_target")
    case $link_next in
      /*) link_target=$link_next ;;
      *) link_target=${link_target%/*}/$link_next ;;
    esac
  done
}

# try_java_on_path: the home of the java that the shell finds. Never /usr: /usr/bin/java is a
# stub on macOS, which asks JAVA_HOME in its turn.
try_java_on_path() {
  jdk_java=$(command -v java) || return 1
  case $jdk_java in /*) ;; *) return 1 ;; esac
  follow_links "$jdk_java"
  jdk_home=$(CDPATH='' cd -P -- "${link_target%/*}/.." 2>/dev/null && pwd) || return 1
  [ "$jdk_home" != /usr ] && is_new_jdk "$jdk_home"
}

# try_usual_places: where Debian, SDKMAN, IntelliJ, macOS and Homebrew put JDKs.
# LOCALPORT_JDK_PLACES, a list of folders with a colon between, stands in for all of them.
try_usual_places() {
  if [ -n "${LOCALPORT_JDK_PLACES+set}" ]; then
    jdk_ifs=$IFS
    IFS=:
    set -- $LOCALPORT_JDK_PLACES
    IFS=$jdk_ifs
  else
    set -- /usr/lib/jvm/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
      "$(/usr/libexec/java_home -v 25+ 2>/dev/null || :)" \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
  fi
  for jdk_home in "$@"; do
    is_new_jdk "$jdk_home" && return 0
  done
  return 1
}

# Where fetch-jdk.sh keeps what it downloads: the user's cache.
jdk_cache=${XDG_CACHE_HOME:-${HOME:-/}/.cache}/localport/jdk

# set_fetched_jdk FOLDER…: the home of one that was downloaded into one of these folders.
set_fetched_jdk() {
  for jdk_folder in "$@"; do
    for jdk_home in "$jdk_folder"/* "$jdk_folder"/*/Contents/Home; do # macOS packs a bundle
      is_new_jdk "$jdk_home" && return 0
    done
  done
  return 1
}

# download_jdk: sets jdk_home to a JDK that is downloaded now.
download_jdk() {
  . "$root/.mvn/fetch-jdk.sh"
  fetch_jdk
}

# find_jdk: exports JAVA_HOME, or says how to get a JDK and fails.
find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_new_jdk "$JAVA_HOME"; then
    jdk_home=$JAVA_HOME
  elif ! try_java_on_path && ! try_usual_places && ! set_fetched_jdk "$jdk_cache"/* && ! download_jdk; then
    cat >&2 <<'END'
LocalPort needs a JDK 25 or newer and found none: not in JAVA_HOME, not on the PATH, not where
Debian, SDKMAN, IntelliJ, macOS and Homebrew put them. Install one, for example with
  Debian, Ubuntu  apt install openjdk-25-jdk
  macOS           brew install openjdk@25
  anywhere        sdk install java 25-tem
or set JAVA_HOME to the one you have.
END
    return 1
  fi
  JAVA_HOME=$jdk_home
  export JAVA_HOME
}
