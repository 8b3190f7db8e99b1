# Sourced by find-jdk.sh where no JDK was found: downloads the one that jdk.properties names for
# this platform into the user's cache, and checks its SHA-256 before anything is unpacked.
. "$root/.mvn/download.sh"

# set_platform: linux-x64, alpine-aarch64, macos-aarch64; as the keys of jdk.properties begin.
set_platform() {
  case $(uname -s) in
    Linux) if [ -e /etc/alpine-release ]; then jdk_system=alpine; else jdk_system=linux; fi ;;
    Darwin) jdk_system=macos ;;
    *) jdk_system=$(uname -s) ;;
  esac
  jdk_machine=$(uname -m)
  case $jdk_machine in
    x86_64 | amd64) jdk_machine=x64 ;;
    arm64) jdk_machine=aarch64 ;;
  esac
  platform=$jdk_system-$jdk_machine
}

# fetch_jdk: sets jdk_home; false where there is nothing to download for this platform, or nothing may be.
fetch_jdk() {
  [ "${LOCALPORT_JDK:-}" != none ] || return 1
  set_platform
  jdk_file=${LOCALPORT_JDK_PROPERTIES:-$root/.mvn/jdk.properties}
  jdk_url=$(property "$jdk_file" "$platform.url")
  jdk_sum=$(property "$jdk_file" "$platform.sha256")
  [ -n "$jdk_url" ] && [ -n "$jdk_sum" ] || return 1
  # The sum is part of the folder's name: another expected file is another folder.
  jdk_folder=$jdk_cache/$(echo "$jdk_sum" | cut -c 1-16)
  cat >&2 <<END
$program: no JDK 25 or newer found; downloading Eclipse Temurin $(property "$jdk_file" version) for $platform once
  from $jdk_url
  into $jdk_folder (LOCALPORT_JDK=none forbids it)
END
  install_archive "$jdk_url" 256 "$jdk_sum" "$jdk_folder" "install a JDK 25 and try again" || exit 1
  set_fetched_jdk "$jdk_folder" || fail "$jdk_url contains no JDK 25 or newer"
}
