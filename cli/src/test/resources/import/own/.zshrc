export KUBECONFIG=$HOME/.kube/work.yaml
alias pfdb='kubectl --context prod -n data port-forward svc/db 15432:5432'
alias k=kubectl
alias kfwd="sudo -E kubefwd svc -n default --tui"
pf() {
  local svc=$1 port=${2:-8080}
  kubectl port-forward "svc/$svc" "$port:80"
}
declare -A PORTS=([web]=8080:80 [api]=8081:80)
pfall() {
  for name in "${!PORTS[@]}"; do
    kubectl -n shop port-forward "svc/$name" "${PORTS[$name]}" &
  done
}
