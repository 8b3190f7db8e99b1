# Sourced by mvnw and fetch-jdk.sh: downloads an archive, checks its sum and unpacks it.

fail() {
  echo "$program: $1" >&2
  exit 1
}

# property FILE KEY: its value in a properties file.
property() {
  sed -n "s/^$2=//p" "$1"
}

# download URL FILE: with a bar on a terminal.
download() {
  if command -v curl >/dev/null 2>&1; then
    if [ -t 2 ]; then
      curl -fL --progress-bar --retry 3 -o "$2" "$1"
    else
      curl -fsSL --retry 3 -o "$2" "$1"
    fi
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1"
  else
    fail "downloading $1 takes curl or wget; install one of them"
  fi
}

# checksum BITS FILE: the SHA of so many bits.
checksum() {
  if command -v "sha$1sum" >/dev/null 2>&1; then
    "sha$1sum" "$2"
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a "$1" "$2"
  else
    openssl dgst "-sha$1" -r "$2"
  fi | sed 's/[^0-9a-f].*//'
}

# install_archive URL BITS SUM FOLDER HINT: leaves the archive's folder in FOLDER whole, or not at
# all. All work is done in a folder of its own and moved at the end. Two at once are fine: whole
# folders do not replace each other, so the second move fails, and the first one's is as good.
install_archive() (
  mkdir -p "$4" && work=$(mktemp -d "$4/.download.XXXXXX") || fail "cannot write to $4; $5"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  download "$1" "$work/archive.tar.gz" || fail "cannot download $1; check the network, or $5"
  actual=$(checksum "$2" "$work/archive.tar.gz")
  [ "$actual" = "$3" ] || fail "$1 is not the expected file and is not used:
  SHA-$2 expected $3
  SHA-$2 found    ${actual:-nothing}"
  mkdir "$work/unpacked" && tar -xzf "$work/archive.tar.gz" -C "$work/unpacked" ||
    fail "$1 cannot be unpacked into $4; $5"
  mv "$work/unpacked"/* "$4" 2>/dev/null || :
)
