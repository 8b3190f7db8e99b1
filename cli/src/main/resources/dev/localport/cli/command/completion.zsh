#compdef localport
# zsh completion of localport; in ~/.zshrc, behind compinit: source <(localport completion zsh)
_localport() {
  local candidate
  "${~words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null | while IFS= read -r candidate; do
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
