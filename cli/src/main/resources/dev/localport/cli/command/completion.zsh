#compdef localport
# zsh completion of localport; in ~/.zshrc, behind compinit: source <(localport completion zsh)
_localport() {
  local candidate # compadd quotes it as the line is quoted so far; the program reads words without quotes
  "${~words[1]}" __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null | while IFS= read -r candidate; do
    case $candidate in
      */) compadd -S '' -- "$candidate" ;;
      *) compadd -- "$candidate" ;;
    esac
  done
}
if [[ ${funcstack[1]} == _localport ]]; then
  _localport "$@"
else
  compdef _localport localport
fi
