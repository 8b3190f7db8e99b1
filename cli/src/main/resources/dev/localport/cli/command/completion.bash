# bash completion of localport; in ~/.bashrc: source <(localport completion bash)
# The line is cut at blanks, not as COMP_WORDS is: names of contexts may hold colons.
_localport() {
  local line=${COMP_LINE:0:COMP_POINT} candidate
  local -a words
  read -ra words <<< "$line"
  case $line in *[[:blank:]]) words+=("") ;; esac
  local program=${words[0]/#\~/$HOME} current=${words[${#words[@]} - 1]}
  local cut=${current%"${current##*[:=]}"} # readline replaces what is behind the last of these
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("${candidate#"$cut"}")
  done < <("$program" __complete -- "${words[@]:1}" 2>/dev/null)
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
    compopt -o nospace 2>/dev/null # bash 3 has none
  fi
}
complete -F _localport localport
