#!/bin/sh
# Installs LocalPort for you alone: into ~/.local, or the folder in PREFIX. No root, no Java needed.
#
#   sh install.sh               installs, or upgrades
#   sh install.sh --uninstall   removes the program; your configuration stays
#
# The archive's SHA-256 is compared with the release's list before anything is unpacked.
# LOCALPORT_BASE_URL is another place for the release's files.
set -eu

version=@VERSION@
base=${LOCALPORT_BASE_URL:-https://github.com/@REPOSITORY@/releases/download/v$version}
prefix=${PREFIX:-${HOME:?HOME is not set}/.local}
folder=$prefix/lib/localport
link=$prefix/bin/localport

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

# download FILE TARGET
download() {
  if command -v curl >/dev/null 2>&1; then
    if [ -t 2 ]; then
      curl -fL --progress-bar --retry 3 -o "$2" "$base/$1"
    else
      curl -fsSL --retry 3 -o "$2" "$base/$1"
    fi
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$base/$1"
  else
    fail "downloading takes curl or wget; install one of them"
  fi || fail "cannot download $base/$1; check the network and the address"
}

# sha256 FILE
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1"
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 "$1"
  else
    openssl dgst -sha256 -r "$1"
  fi | sed 's/[^0-9a-f].*//'
}

# set_archive: the name of this platform's archive.
set_archive() {
  case $(uname -s) in
    Linux)
      system=linux
      ending=tar.gz
      [ ! -e /etc/alpine-release ] || fail "there is no archive for Alpine (musl); build from source"
      ;;
    Darwin)
      system=macos
      ending=zip
      ;;
    *) fail "LocalPort does not run on $(uname -s); it runs on Linux and macOS" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "there is no archive for $(uname -m); build from source" ;;
  esac
  archive=localport-$version-$system-$machine.$ending
}

unpack() {
  case $1 in
    *.zip) unzip -q "$1" -d "$2" ;;
    *) tar -xzf "$1" -C "$2" ;;
  esac || fail "$archive cannot be unpacked into $2"
}

install() {
  case $base in *@REPOSITORY@*) fail "this file is not from a release; set LOCALPORT_BASE_URL" ;; esac
  set_archive
  mkdir -p "$folder" "$prefix/bin" && work=$(mktemp -d "$folder/.new.XXXXXX") ||
    fail "cannot write to $prefix; set PREFIX to a folder of yours"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  echo "downloading $base/$archive" >&2
  download checksums_sha256.txt "$work/sums"
  download "$archive" "$work/$archive"
  expected=$(sed -n "s/^\([0-9a-f]*\) [ *]*$archive\$/\1/p" "$work/sums")
  actual=$(sha256 "$work/$archive")
  [ -n "$expected" ] && [ "$actual" = "$expected" ] || fail "$archive is not the expected file and is not used:
  SHA-256 expected ${expected:-none: it is not in checksums_sha256.txt}
  SHA-256 found    ${actual:-nothing}"
  unpack "$work/$archive" "$work"
  before=$(readlink "$link" 2>/dev/null) || before=
  rm -rf "$folder/$version"
  mv "$work/localport-$version" "$folder/$version"
  [ ! -e "$link" ] || [ -L "$link" ] || fail "$link is not a link of LocalPort; move it away and try again"
  ln -sfn "$folder/$version/bin/localport" "$link"
  echo "installed $("$link" version | sed -n 1p) in $folder/$version"
  echo "command: $link"
  case :$PATH: in
    *:"$prefix/bin":*) echo "try it without a cluster: localport demo" ;;
    *) echo "add it to your PATH: export PATH=\"$prefix/bin:\$PATH\"" ;;
  esac
  [ -z "$before" ] || echo "to move a running daemon to it: localport daemon restart"
}

uninstall() {
  [ -L "$link" ] || [ -d "$folder" ] || fail "LocalPort is not installed in $prefix"
  if [ -x "$link" ]; then
    "$link" daemon uninstall >/dev/null 2>&1 || :
    "$link" daemon stop >/dev/null 2>&1 || :
  fi
  rm -rf "$folder"
  rm -f "$link"
  echo "removed LocalPort from $prefix"
  echo "your configuration and logs stay in ~/.config/localport and ~/.local/state/localport"
}

case ${1:-} in
  '') install ;;
  --uninstall) uninstall ;;
  *) fail "unknown argument \"$1\"; use --uninstall or nothing" ;;
esac
