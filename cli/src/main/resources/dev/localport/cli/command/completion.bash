# bash completion of localport; in ~/.bashrc: source <(localport completion bash)
# The program reads the line itself: COMP_WORDS is cut at colons, which names of contexts may hold.
# It prints words as bash has to see them, with their quotes.
_localport() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$candidate")
  done < <("${1/#\~/$HOME}" __complete --bash -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
    compopt -o nospace 2>/dev/null # bash 3 has none
  fi
}
complete -F _localport localport
