# fish completion of localport; in ~/.config/fish/config.fish: localport completion fish | source
function __localport_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  $words[1] __complete -- $words[2..-1] "$current" 2>/dev/null
end
complete -c localport -f -a '(__localport_complete)'
